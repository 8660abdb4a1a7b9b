#include "tests/support/recording_node.hpp"

#include <rondo/base/timer_wheel.hpp>

#include <gmock/gmock.h>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::RecordingTimer;
using ::testing::ElementsAre;

namespace {

constexpr TimePoint epoch{};
constexpr Duration tick{std::int64_t{1} << tick_bits};

// How often `collect` is called until a timer is due, if each call comes at `earliest`.
int wakings(Duration delay, TimePoint start) {
    Names names;
    TimerWheel wheel;
    NodeQueue due;
    wheel.collect(start, due);
    RecordingTimer timer(names, "timer", start + delay);
    wheel.arm(timer);
    int count = 0;
    while (timer.armed() && count < 100) {
        ++count;
        const TimePoint earliest = wheel.earliest();
        EXPECT_LE(earliest, timer.when);
        wheel.collect(earliest, due);
    }
    EXPECT_EQ(due.pop(), &timer);
    return count;
}

TEST(TimerWheel, ReachesADeadlineWithinOneWakingForEachLevel) {
    for (const TimePoint start : {epoch, epoch + 12345s + 678ns, epoch + 64 * 64 * tick - 1ns}) {
        for (Duration delay = 1ns; delay < std::chrono::hours(24 * 365 * 100); delay *= 3) {
            EXPECT_LE(wakings(delay, start), 9) << delay.count();
        }
    }
}

TEST(TimerWheel, KnowsADeadlineOfTheCurrentTickExactly) {
    Names names;
    TimerWheel wheel;
    RecordingTimer timer(names, "timer", epoch + 77ns);
    wheel.arm(timer);
    EXPECT_EQ(wheel.earliest(), epoch + 77ns);
    wheel.disarm(timer);
}

TEST(TimerWheel, BeginsAtTheTimeThatItIsTold) {
    Names names;
    TimerWheel wheel(epoch + 5h);
    RecordingTimer timer(names, "timer", epoch + 5h + 77ns);
    wheel.arm(timer);
    EXPECT_EQ(wheel.earliest(), epoch + 5h + 77ns);
    wheel.disarm(timer);
}

TEST(TimerWheel, DoesNotWakeForATimerThatWasDisarmed) {
    Names names;
    TimerWheel wheel;
    RecordingTimer early(names, "early", epoch + 1s), late(names, "late", epoch + 24h);
    wheel.arm(early);
    wheel.arm(late);
    wheel.disarm(early);
    EXPECT_GT(wheel.earliest(), epoch + 1s);
    wheel.disarm(late);
}

TEST(TimerWheel, DisarmsAnyOneOfASlot) {
    for (int removed = 0; removed < 3; ++removed) {
        Names names, expected;
        TimerWheel wheel;
        RecordingTimer a(names, "a", epoch + 1s), b(names, "b", epoch + 1s),
            c(names, "c", epoch + 1s);
        RecordingTimer* const timers[] = {&a, &b, &c};
        for (RecordingTimer* timer : timers) wheel.arm(*timer);
        wheel.disarm(*timers[removed]);
        for (int other = 0; other < 3; ++other)
            if (other != removed)
                expected.push_back(std::string(1, static_cast<char>('a' + other)));
        NodeQueue due;
        wheel.collect(epoch + 1s, due);
        support::run_all(due);
        EXPECT_EQ(names, expected);
    }
}

// The loop reads the clock only while timers are armed, so the wheel's own time may lie far behind.
TEST(TimerWheel, CatchesUpWhenItWasNotAskedForLong) {
    Names names;
    TimerWheel wheel;
    RecordingTimer overdue(names, "overdue", epoch + 23h), soon(names, "soon", epoch + 24h + 1ns),
        now(names, "now", epoch + 24h);
    for (RecordingTimer* timer : {&soon, &now, &overdue}) wheel.arm(*timer);
    NodeQueue due;
    wheel.collect(epoch + 24h, due);
    support::run_all(due);
    EXPECT_THAT(names, ElementsAre("overdue", "now"));
    EXPECT_EQ(wheel.earliest(), epoch + 24h + 1ns);
    wheel.disarm(soon);
}

TEST(TimerWheel, DoesNotMindAClockThatStandsStill) {
    Names names;
    TimerWheel wheel;
    RecordingTimer first(names, "first", epoch + 1s), second(names, "second", epoch + 1s);
    NodeQueue due;
    wheel.arm(first);
    wheel.collect(epoch + 1s, due);
    wheel.arm(second);
    wheel.collect(epoch + 1s, due);
    support::run_all(due);
    EXPECT_THAT(names, ElementsAre("first", "second"));
}

}  // namespace
