#pragma once

#include <rondo/rondo.hpp>

#include <deque>
#include <functional>
#include <utility>

/// A line of its own for one customer: at most one of its callbacks stands in the loop's line.
/// It must live until its last callback was called.
class Lane {
public:
    explicit Lane(rondo::EventLoop& loop) : loop_(loop) {}

    /// Calls a function after all that are queued on this lane already.
    void call_soon(std::function<void()> function) {
        waiting_.push_back(std::move(function));
        if (waiting_.size() == 1) loop_.call_soon(&Lane::call_first, this);
    }

private:
    void call_first() {
        // The first one keeps its place in the lane while it is called, so that what it queues
        // there goes behind it. The next one is queued by a destructor: a callback that throws
        // leaves through here too, and must not take the lane with it.
        struct Next {
            Lane& lane;
            ~Next() {
                lane.waiting_.pop_front();
                if (!lane.waiting_.empty()) lane.loop_.call_soon(&Lane::call_first, &lane);
            }
        };
        const Next next{*this};
        const auto function = std::move(waiting_.front());
        function();
    }

    rondo::EventLoop& loop_;
    std::deque<std::function<void()>> waiting_;
};
