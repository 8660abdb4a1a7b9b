#include "every.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

using namespace std::chrono_literals;

namespace {

using rondo::TimePoint;

// A clock that is turned by hand: a callback takes as long as it says that it takes.
class HandTurnedClock final : public rondo::Poller {
public:
    TimePoint now() const override { return now_; }
    void wait(TimePoint until, rondo::NodeQueue&) override {
        if (until == rondo::never) throw rondo::RuntimeError("nothing is left to wait for");
        now_ = std::max(now_, until);
    }
    void turn(rondo::Duration length) { now_ += length; }

private:
    TimePoint now_{};
};

class EverySecond : public testing::Test {
protected:
    HandTurnedClock& clock = *new HandTurnedClock;
    rondo::EventLoop loop{std::unique_ptr<rondo::Poller>(&clock)};
    int calls = 0;
};

TEST_F(EverySecond, CallOneThousandComesAtOneThousandSeconds) {
    TimePoint last;
    call_every(loop, 1s, [&] {
        last = loop.time();
        clock.turn(10ms);  // what the call takes
        if (++calls == 1000) loop.stop();
    });
    loop.run_forever();
    EXPECT_EQ(last.time_since_epoch(), 1000s);
}

TEST_F(EverySecond, OneCallThatIsLateDoesNotDelayTheOthers) {
    TimePoint last;
    call_every(loop, 1s, [&] {
        last = loop.time();
        if (++calls == 3) clock.turn(2500ms);
        if (calls == 10) loop.stop();
    });
    loop.run_forever();
    EXPECT_EQ(last.time_since_epoch(), 10s);
}

TEST_F(EverySecond, CanBeCancelledFromOutside) {
    const auto repetition = call_every(loop, 1s, [&] { ++calls; });
    loop.call_later(3500ms, [&] { repetition->cancel(); });
    loop.call_later(10s, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_EQ(calls, 3);
}

TEST_F(EverySecond, CanCancelItselfWhileItRuns) {
    std::shared_ptr<Repetition> repetition;
    repetition = call_every(loop, 1s, [&] {
        if (++calls == 3) repetition->cancel();
    });
    loop.call_later(10s, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_EQ(calls, 3);
}

TEST_F(EverySecond, IsFreedWhenItIsOver) {
    std::weak_ptr<Repetition> watched;
    watched = call_every(loop, 1s, [&] {
        if (++calls == 3) watched.lock()->cancel();
    });
    loop.call_later(10s, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_TRUE(watched.expired());
}

}  // namespace
