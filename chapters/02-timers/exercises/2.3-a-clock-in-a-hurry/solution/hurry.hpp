#pragma once

#include <rondo/kernel/poller.hpp>

#include <thread>

// A poller whose clock runs `factor` times as fast as the one on the wall, from the moment at
// which it is made.
class Hurry final : public rondo::Poller {
public:
    explicit Hurry(int factor) : factor_(factor) {}

    rondo::TimePoint now() const override { return in_a_hurry(std::chrono::steady_clock::now()); }

    // What has come already is not waited for, and not translated either: the distance from
    // TimePoint::min() to `start_` is more than a Duration can hold.
    void wait(rondo::TimePoint until, rondo::NodeQueue&) override {
        if (until > now()) std::this_thread::sleep_until(on_the_wall(until));
    }

    // What the fast clock shows when the one on the wall shows `moment`.
    rondo::TimePoint in_a_hurry(rondo::TimePoint moment) const {
        return start_ + (moment - start_) * factor_;
    }

    // What the clock on the wall shows when the fast one comes to show `moment`.
    //
    // Division rounds down, and a nanosecond too little on the wall is up to `factor` of them too
    // little in a hurry. The loop would wake, find nothing due, and ask again. So what remains
    // counts as one more. `never` is not a number to divide: it stays what it is.
    rondo::TimePoint on_the_wall(rondo::TimePoint moment) const {
        if (moment == rondo::never) return moment;
        const rondo::Duration length = moment - start_;
        const bool remains = length % factor_ > rondo::Duration::zero();
        return start_ + length / factor_ + rondo::Duration(remains ? 1 : 0);
    }

private:
    const rondo::TimePoint start_ = std::chrono::steady_clock::now();
    const int factor_;
};
