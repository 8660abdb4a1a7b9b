#pragma once

#include <rondo/rondo.hpp>

#include <deque>
#include <functional>
#include <utility>

/// A line of its own for one customer: at most one of its callbacks stands in the loop's line.
/// It must live until its last callback is called.
class Lane {
public:
    explicit Lane(rondo::EventLoop& loop) : loop_(loop) {}

    /// Calls a function after all that are queued on this lane already.
    void call_soon(std::function<void()> function) {
        waiting_.push_back(std::move(function));
        if (!queued_) queue();
    }

private:
    void queue() {
        queued_ = !waiting_.empty();
        if (queued_) loop_.call_soon(&Lane::call_first, this);
    }
    void call_first() {
        const auto function = std::move(waiting_.front());
        waiting_.pop_front();
        // Before the call, for it may throw. It may even be the last one, and destroy the lane.
        queue();
        function();
    }

    rondo::EventLoop& loop_;
    bool queued_ = false;
    std::deque<std::function<void()>> waiting_;
};
