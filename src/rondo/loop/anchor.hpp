/// @file
/// LoopAnchor: how to find a loop that may be gone.
#pragma once

#include <rondo/base/pool.hpp>

#include <cstdint>

namespace rondo {

class EventLoop;

/// Where a loop is, for futures and tasks, which may outlive it.
///
/// Built in chapter 7.
class LoopAnchor : public Pooled {
public:
    /// The anchor of a loop.
    explicit LoopAnchor(EventLoop& its_loop) : loop(&its_loop) {}

    void retain() { ++count_; }
    void release() {
        if (--count_ == 0) delete this;
    }

    /// The loop, or nullptr once it is closed.
    EventLoop* loop;

private:
    std::uint32_t count_ = 0;
};

}  // namespace rondo
