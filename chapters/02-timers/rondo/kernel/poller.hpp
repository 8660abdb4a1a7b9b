/// @file
/// Poller, the thing that waits.
#pragma once

#include <rondo/base/clock.hpp>
#include <rondo/base/node.hpp>

namespace rondo {

/// What tells a loop the time, and waits for it.
///
/// Built in chapter 2 (time and waiting), chapter 3 (descriptors).
class Poller {
public:
    virtual ~Poller() = default;

    /// What time it is.
    virtual TimePoint now() const { return std::chrono::steady_clock::now(); }

    /// Waits until a moment has come, or until something has happened, whichever is first, and
    /// queues what has happened.
    /// @param until `TimePoint::min()` to look without waiting, `never` to wait for as long as it
    ///              takes. It may become later, never earlier.
    /// @param ready takes what has happened.
    virtual void wait(TimePoint until, NodeQueue& ready) = 0;

protected:
    Poller() = default;
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;
};

}  // namespace rondo
