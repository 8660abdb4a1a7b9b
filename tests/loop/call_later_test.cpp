#include "tests/support/pollers.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::run_turns;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

struct CallLater : ::testing::Test {
    EventLoop loop{LoopOptions{.virtual_time = true}};
    const TimePoint start = loop.time();
    std::vector<std::string> calls;

    auto note(std::string name) {
        return [this, name] { calls.push_back(name); };
    }
    // Runs until a moment, and what is due at it.
    void run_until(Duration delay) {
        loop.call_at(start + delay, [this] { loop.stop(); });
        loop.run_forever();
    }
};

TEST_F(CallLater, RunsInTheOrderOfDeadlines) {
    loop.call_later(3s, note("3 s"));
    loop.call_later(1ms, note("1 ms"));
    loop.call_later(2h, note("2 h"));
    loop.call_later(1us, note("1 us"));
    run_until(3h);
    EXPECT_THAT(calls, ElementsAre("1 us", "1 ms", "3 s", "2 h"));
}

TEST_F(CallLater, EqualDeadlinesRunInTheOrderOfArming) {
    for (const char* name : {"a", "b", "c", "d", "e"}) loop.call_at(start + 1s, note(name));
    loop.call_later(1s, note("f"));
    run_until(2s);
    EXPECT_THAT(calls, ElementsAre("a", "b", "c", "d", "e", "f"));
}

TEST_F(CallLater, RunsExactlyAtItsDeadline) {
    for (const Duration delay : {Duration(1ns), Duration(131'071ns), Duration(131'072ns),
                                 Duration(1s), Duration(24h * 400 + 1ns)}) {
        loop.call_later(delay, [this, deadline = loop.time() + delay] {
            EXPECT_EQ(loop.time(), deadline);
            calls.push_back("called");
        });
    }
    run_until(24h * 500);
    EXPECT_EQ(calls.size(), 5U);
}

TEST_F(CallLater, ADelayOfZeroOrLessIsDueAtOnceInTheOrderOfDeadlines) {
    loop.call_later(0s, note("zero"));
    loop.call_later(-1s, note("-1 s"));
    loop.call_later(std::chrono::hours::min(), note("as early as can be"));
    loop.call_later(-1ns, note("-1 ns"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("as early as can be", "-1 s", "-1 ns", "zero"));
    EXPECT_EQ(loop.time(), start);
}

TEST_F(CallLater, TakesDelaysOfEveryKind) {
    using Seconds = std::chrono::duration<double>;
    EXPECT_EQ(loop.call_later(Seconds(0.5), [] {}).when(), start + 500ms);
    EXPECT_EQ(loop.call_later(std::chrono::duration<float>(2), [] {}).when(), start + 2s);
    EXPECT_EQ(loop.call_later(std::chrono::days(2), [] {}).when(), start + 48h);
    EXPECT_EQ(loop.call_later(std::chrono::duration<int, std::pico>(1), [] {}).when(), start + 1ns);
}

TEST_F(CallLater, ADelayTooLongForTheClockIsNever) {
    using Seconds = std::chrono::duration<double>;
    loop.call_later(1h, [] {});
    run_until(2h);
    for (const TimerHandle& timer :
         {loop.call_later(std::chrono::hours::max(), note("hours")),
          loop.call_later(Duration::max(), note("nanoseconds")),
          loop.call_later(Seconds(std::numeric_limits<double>::infinity()), note("infinity")),
          loop.call_at(never, note("never"))}) {
        EXPECT_EQ(timer.when(), never);
        EXPECT_FALSE(timer.cancelled());
    }
    run_until(24h * 365 * 250);
    EXPECT_THAT(calls, IsEmpty());
}

TEST_F(CallLater, WaitingForNothingButNeverIsReportedAtOnce) {
    loop.call_at(never, note("never"));
    EXPECT_THROW(loop.run_forever(), RuntimeError);
    EXPECT_EQ(loop.time(), start);
    loop.call_later(1s, note("1 s"));
    run_until(2s);
    EXPECT_THAT(calls, ElementsAre("1 s"));
}

TEST_F(CallLater, WhatIsDueNeverCanBeCancelled) {
    const TimerHandle timer = loop.call_at(never, note("never"));
    const TimerHandle other = loop.call_at(never, note("never"));
    timer.cancel();
    EXPECT_TRUE(timer.cancelled());
    EXPECT_FALSE(other.cancelled());
}

TEST_F(CallLater, PassesArguments) {
    loop.call_later(
        1s,
        [&](std::unique_ptr<std::string> text, int count) {
            calls.push_back(*text + std::to_string(count));
        },
        std::make_unique<std::string>("text"), 1);
    loop.call_at(
        start + 2s, [&](const std::string& text) { calls.push_back(text); }, "literal");
    run_until(3s);
    EXPECT_THAT(calls, ElementsAre("text1", "literal"));
}

TEST_F(CallLater, TheHandleTellsTheDeadlineEvenAfterwards) {
    const TimerHandle by_delay = loop.call_later(1s, [] {});
    const TimerHandle by_moment = loop.call_at(start - 5s, [] {});
    EXPECT_EQ(by_delay.when(), start + 1s);
    EXPECT_EQ(by_moment.when(), start - 5s);
    run_until(2s);
    EXPECT_EQ(by_delay.when(), start + 1s);
}

TEST_F(CallLater, ACancelledOneDoesNotRunAndIsNotWaitedFor) {
    const TimerHandle timer = loop.call_later(1h, note("cancelled"));
    loop.call_later(1s, [&] { timer.cancel(); });
    loop.call_later(2s, note("other"));
    run_until(3s);
    EXPECT_THAT(calls, ElementsAre("other"));
    EXPECT_THROW(loop.run_forever(), RuntimeError);
    EXPECT_EQ(loop.time(), start + 3s);
}

TEST_F(CallLater, ATimerMayArmItselfAnew) {
    std::vector<Duration> moments;
    struct Again {
        CallLater* test;
        std::vector<Duration>* moments;
        void operator()() const {
            moments->push_back(test->loop.time() - test->start);
            test->loop.call_later(1s, *this);
        }
    };
    loop.call_later(1s, Again{this, &moments});
    run_until(3s);
    EXPECT_THAT(moments, ElementsAre(1s, 2s, 3s));
}

TEST_F(CallLater, ManyRandomOnesRunInOrderEachAtItsTime) {
    std::mt19937 random(3);
    TimePoint last = start;
    int left = 5000;
    for (int number = 0; number < 5000; ++number) {
        const Duration delay = 1us * static_cast<int>(random() % 1'000'000'000);
        const TimerHandle timer = loop.call_later(delay, [&, deadline = start + delay] {
            ASSERT_EQ(loop.time(), deadline) << "seed 3";
            ASSERT_LE(last, deadline);
            last = deadline;
            --left;
        });
        if (number % 3 == 0) {
            timer.cancel();
            --left;
        }
    }
    run_until(1001s);
    EXPECT_EQ(left, 0);
}

TEST_F(CallLater, RefusesADelayThatIsNotANumber) {
    using Seconds = std::chrono::duration<double>;
    EXPECT_THROW(loop.call_later(Seconds(std::numeric_limits<double>::quiet_NaN()), [] {}),
                 std::invalid_argument);
    EXPECT_THROW(loop.run_forever(), RuntimeError);  // nothing was armed
}

// On the clock of the system.
class Rule2NeverEarly : public support::OnEachPoller {
protected:
    EventLoop loop{LoopOptions{.poller = GetParam()}};
};

SUPPORT_ON_EACH_POLLER(Rule2NeverEarly);

TEST_P(Rule2NeverEarly, ATimerRunsAtItsDeadlineOrAfter) {
    const std::vector<Duration> delays = {0ns,   1ns, 1us,       50us,   130us, 132us,
                                          999us, 1ms, 1ms + 1ns, 1500us, 7ms,   19ms + 7ns};
    std::size_t left = delays.size() * 3;
    for (int round = 0; round < 3; ++round)
        for (const Duration delay : delays) {
            const TimePoint asked = std::chrono::steady_clock::now();
            loop.call_later(delay, [this, &left, asked, delay] {
                EXPECT_GE(std::chrono::steady_clock::now() - asked, delay) << delay.count();
                if (--left == 0) loop.stop();
            });
        }
    loop.run_forever();
    EXPECT_EQ(left, 0U);
}

// call_later counts from when it is called, not from when the turn began.
TEST_P(Rule2NeverEarly, ALongCallbackDoesNotShortenADelay) {
    loop.call_soon([&] {
        const TimePoint began = std::chrono::steady_clock::now();
        while (std::chrono::steady_clock::now() - began < 5ms) continue;
        const TimePoint asked = std::chrono::steady_clock::now();
        loop.call_later(2ms, [this, asked] {
            EXPECT_GE(std::chrono::steady_clock::now() - asked, 2ms);
            loop.stop();
        });
    });
    loop.run_forever();
}

TEST_P(Rule2NeverEarly, TheLoopsClockIsTheSystemsAndNeverGoesBack) {
    TimePoint last = std::chrono::steady_clock::now();
    for (int count = 0; count < 1000; ++count) {
        const TimePoint now = loop.time();
        EXPECT_LE(last, now);
        last = now;
    }
    EXPECT_LE(last, std::chrono::steady_clock::now());
}

// A moment is rounded up, as a delay is.
TEST(CallAt, TakesAMomentWithAFraction) {
    EventLoop loop({.virtual_time = true});
    const TimePoint begin = loop.time();
    EXPECT_EQ(loop.call_at(begin + 2.5s, [] {}).when(), begin + 2500ms);
    const auto third = begin + std::chrono::duration<double>(1) / 3;
    EXPECT_EQ(loop.call_at(third, [] {}).when(), begin + 333'333'334ns);
    const auto no_end = begin + std::chrono::duration<double>(1e300);
    EXPECT_EQ(loop.call_at(no_end, [] {}).when(), never);
    const auto no_number = begin + std::chrono::duration<double>(std::nan(""));
    EXPECT_THROW(loop.call_at(no_number, [] {}), std::invalid_argument);
    TimePoint called;
    loop.call_at(begin + 1.5ms, [&] {
        called = loop.time();
        loop.stop();
    });
    loop.run_forever();
    EXPECT_EQ(called, begin + 1500us);
}

}  // namespace
