#include "hurry.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <memory>

using namespace std::chrono_literals;

namespace {

using rondo::TimePoint;

// How long something takes, by the clock on the wall.
template <class F>
rondo::Duration length_of(F&& function) {
    const TimePoint start = std::chrono::steady_clock::now();
    function();
    return std::chrono::steady_clock::now() - start;
}

TEST(Hurry, ThreeSecondsPassInThreeTenthsOfOne) {
    rondo::EventLoop loop(std::make_unique<Hurry>(10));
    const TimePoint start = loop.time();
    loop.call_later(3s, [&] { loop.stop(); });
    const rondo::Duration length = length_of([&] { loop.run_forever(); });
    EXPECT_GE(loop.time() - start, 3s) << "it is early";
    EXPECT_GE(length, 299ms) << "it does not wait";
    EXPECT_LT(length, 2s);
}

TEST(Hurry, DoesNotWakeBeforeTheDeadlineNorLongAfter) {
    const Hurry clock(1000);
    const TimePoint start = clock.now();
    for (int nanoseconds = 10'000'000; nanoseconds < 10'002'000; ++nanoseconds) {
        const TimePoint until = start + rondo::Duration(nanoseconds);
        const TimePoint wake = clock.on_the_wall(until);
        ASSERT_GE(clock.in_a_hurry(wake), until) << "it wakes too early";
        ASSERT_LT(clock.in_a_hurry(wake - 1ns), until) << "it could have woken earlier";
    }
}

TEST(Hurry, NeverIsNever) { EXPECT_EQ(Hurry(7).on_the_wall(rondo::never), rondo::never); }

TEST(Hurry, DoesNotWaitForThePast) {
    Hurry clock(10);
    rondo::NodeQueue ready;
    EXPECT_LT(length_of([&] {
                  clock.wait(TimePoint::min(), ready);
                  clock.wait(TimePoint{}, ready);
              }),
              50ms);
}

}  // namespace
