#pragma once

#include <rondo/kernel/poller.hpp>

#include <thread>

// A poller whose clock runs `factor` times as fast as the one on the wall, from the moment at
// which it is made.
class Hurry final : public rondo::Poller {
public:
    explicit Hurry(int factor) : factor_(factor) {}

    rondo::TimePoint now() const override { return in_a_hurry(std::chrono::steady_clock::now()); }

    void wait(rondo::TimePoint until, rondo::NodeQueue&) override {
        std::this_thread::sleep_until(on_the_wall(until));
    }

    // What the fast clock shows when the one on the wall shows `moment`.
    rondo::TimePoint in_a_hurry(rondo::TimePoint moment) const {
        return start_ + (moment - start_) * factor_;
    }

    // What the clock on the wall shows when the fast one comes to show `moment`.
    rondo::TimePoint on_the_wall(rondo::TimePoint moment) const { return moment; }

private:
    const rondo::TimePoint start_ = std::chrono::steady_clock::now();
    const int factor_;
};
