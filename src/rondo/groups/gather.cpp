#include <rondo/groups/gather.hpp>

namespace rondo {

void Gathering::listen() {
    if (children_.empty()) return succeed();
    std::unordered_set<AnyFuture> seen;
    std::vector<AnyFuture> done;
    for (const AnyFuture& child : children_) {
        if (!seen.insert(child).second) continue;  // given twice, counted once
        ++left_;
        if (child.done())
            done.push_back(child);
        else
            child.add_done_callback([link = link_](const AnyFuture& ended) {
                if (link->target != nullptr) link->target->count(ended);
            });
    }
    for (const AnyFuture& child : done) count(child);
}

bool Gathering::cancel_children(std::string_view message) {
    bool any = false;
    for (const AnyFuture& child : children_) any = child.cancel(message) || any;
    cancel_requested_ = cancel_requested_ || any;
    return any;
}

void Gathering::count(const AnyFuture& child) {
    --left_;
    if (over()) {
        child.state().mark_retrieved();  // the first failure is the one that counts
    } else if (const auto& error = child.state().error(); error && !returns_exceptions_) {
        child.state().mark_retrieved();
        fail(error);
    } else if (left_ == 0 && cancel_requested_) {
        const AnyFuture& last = children_.back();
        fail(last.cancelled() ? last.state().error() : std::make_exception_ptr(CancelledError()));
    } else if (left_ == 0) {
        succeed();
    }
}

}  // namespace rondo
