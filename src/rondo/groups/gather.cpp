#include <rondo/groups/gather.hpp>

#include <unordered_map>

namespace rondo {

/// The done-callback of a child. It holds the gathering until it is called, or dropped.
class Gathering::Listener {
public:
    Listener(Completion& self, Gathering& gathering, std::size_t index)
        : self_(&self), gathering_(gathering), index_(index) {}
    Listener(Listener&&) noexcept = default;
    Listener& operator=(Listener&&) = delete;
    ~Listener() {
        if (self_) gathering_.children_[index_].pending = nullptr;
    }
    Completion* on_behalf_of() const { return self_.get(); }
    void operator()(const AnyFuture& ended) const { gathering_.count(index_, ended); }

private:
    Counted<Completion> self_;
    Gathering& gathering_;
    std::size_t index_;
};

void Gathering::listen(Completion& self, const std::vector<AnyFuture>& arguments) {
    if (arguments.empty()) return succeed();
    std::unordered_map<AnyFuture, std::size_t> places;
    std::vector<AnyFuture> children;
    for (const AnyFuture& argument : arguments) {
        const auto [place, is_new] = places.try_emplace(argument, children.size());
        if (is_new) children.push_back(argument);
        places_.push_back(place->second);
    }
    left_ = children.size();
    children_.resize(children.size());
    for (std::size_t index = 0; index < children.size(); ++index) {
        if (children[index].done()) continue;
        children_[index].pending = &children[index].state();
        children[index].add_done_callback(Listener(self, *this, index));
    }
    for (std::size_t index = 0; index < children.size(); ++index)
        if (children[index].done()) count(index, children[index]);
}

bool Gathering::cancel_children(std::string_view message) {
    bool any = false;
    for (const Child& child : children_) {
        if (child.pending == nullptr) continue;
        const Counted<Completion> alive(child.pending);
        any = child.pending->cancel(message) || any;
    }
    cancel_requested_ = cancel_requested_ || any;
    return any;
}

void Gathering::count(std::size_t index, const AnyFuture& ended) {
    children_[index] = {nullptr, ended};
    --left_;
    const auto& error = ended.state().error();
    if (over()) {
        ended.state().mark_retrieved();  // the first failure is the one that counts
    } else if (error && !returns_exceptions_) {
        ended.state().mark_retrieved();
        fail(error);
    } else if (left_ == 0 && cancel_requested_) {
        for (const Child& child : children_) child.ended.state().mark_retrieved();
        const AnyFuture& last = children_[places_.back()].ended;
        fail(last.cancelled() ? last.state().error() : std::make_exception_ptr(CancelledError()));
    } else if (left_ == 0) {
        succeed();
    }
}

}  // namespace rondo
