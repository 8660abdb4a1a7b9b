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
    void call_soon(std::function<void()> function) { loop_.call_soon(std::move(function)); }

private:
    rondo::EventLoop& loop_;
};
