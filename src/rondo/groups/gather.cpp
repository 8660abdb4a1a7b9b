#include <rondo/groups/gather.hpp>

#include <unordered_map>

namespace rondo {

void Gathering::listen(const std::vector<AnyFuture>& arguments) {
    if (arguments.empty()) return succeed();
    std::unordered_map<AnyFuture, std::size_t> places;
    for (const AnyFuture& argument : arguments) {
        argument.state();  // an empty handle is refused
        const auto [place, is_new] = places.try_emplace(argument, children_.size());
        if (is_new) children_.push_back(argument);
        places_.push_back(place->second);
    }
    left_ = children_.size();
    for (const AnyFuture& child : children_)
        if (!child.done()) add_child(child.state());
    for (std::size_t at = 0; at < children_.size(); ++at)
        if (children_[at].done()) note_end_of(children_[at].state());
}

void Gathering::child_ended(Completion& child) {
    note_end_of(child);
    go_if_unheld();
}

void Gathering::note_end_of(Completion& child) {
    --left_;
    const std::exception_ptr error = child.error();
    if (over()) {
        give_up(nullptr);
    } else if (error && !returns_exceptions_) {
        give_up(error);
    } else if (left_ == 0 && cancel_requested_) {
        const AnyFuture last = children_[places_.back()];
        give_up(last.cancelled() ? last.state().error() : cancellation({}));
    } else if (left_ == 0) {
        succeed();
        const std::vector<AnyFuture> others = std::move(children_);
    }
}

/// The first failure is the one that counts: what becomes of the others is of no interest.
void Gathering::give_up(std::exception_ptr exception) {
    for (const AnyFuture& child : children_) child.state().mark_retrieved();
    forget_all();
    const std::vector<AnyFuture> others = std::move(children_);
    if (!over()) fail(std::move(exception));
}

}  // namespace rondo
