/// @file
/// ScriptedPoller: a kernel that does what the test says, and notes what it is asked.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

namespace support {

/// Its clock stands still unless it waits; each `wait` takes one step of the script, if any is
/// left.
class ScriptedPoller final : public rondo::Poller {
public:
    /// What happens during one `wait`: it may queue nodes, and move the clock.
    using Step = std::function<void(rondo::NodeQueue& ready)>;

    const char* name() const override { return "scripted"; }
    rondo::TimePoint now() const override {
        ++clock_readings;
        return time;
    }
    void wake() noexcept override { ++wakes; }
    void wait(rondo::TimePoint until, rondo::NodeQueue& ready) override {
        waits.push_back(until);
        if (!script.empty()) {
            const Step step = std::move(script.front());
            script.pop_front();
            step(ready);
        } else if (until != rondo::never && until > time) {
            time = until;
        }
    }
    void watch(rondo::Descriptor, rondo::Direction, rondo::Node&) override { ++pending_; }
    bool unwatch(rondo::Descriptor, rondo::Direction) override { return pending_-- > 0; }
    bool submit(rondo::Operation&) override { return ++pending_ > 0; }
    bool cancel(rondo::Operation&) override { return pending_-- > 0; }
    void cancel_all(rondo::NodeQueue&) noexcept override { pending_ = 0; }
    void forget(rondo::Descriptor) override {}
    void close_descriptor(rondo::Descriptor, rondo::NodeQueue&) noexcept override {}

    rondo::TimePoint time{};
    std::deque<Step> script;
    std::vector<rondo::TimePoint> waits;  ///< until when it was asked to wait, each time
    mutable int clock_readings = 0;
    std::atomic<int> wakes = 0;  ///< how often it was woken
};

}  // namespace support
