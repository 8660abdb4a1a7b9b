#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::get_running_loop;
using support::run_virtual;

using Log = std::vector<std::string>;

rondo::TimePoint now() { return get_running_loop().time(); }

TEST(Sleep, WaitsExactlyAsLongInVirtualTime) {
    run_virtual([]() -> Coro<> {
        const rondo::TimePoint began = now();
        co_await rondo::sleep(1500ms);
        EXPECT_EQ(now() - began, 1500ms);
        co_await rondo::sleep(1ns);
        EXPECT_EQ(now() - began, 1500ms + 1ns);
        co_await rondo::sleep(std::chrono::duration<double>(0.5));
        EXPECT_EQ(now() - began, 2000ms + 1ns);
    });
}

TEST(Sleep, IsNotAwaitedTwice) {
    for (const auto delay : {0ms, 10ms})
        run_virtual([&]() -> Coro<> {
            auto nap = rondo::sleep(delay);
            co_await nap;
            std::string refusal;
            try {
                co_await nap;
            } catch (const rondo::RuntimeError& error) {
                refusal = error.what();
            }
            EXPECT_EQ(refusal, "cannot reuse already awaited coroutine");
        });
}

TEST(Sleep, OfZeroOrLessYieldsOnceAndArmsNoTimer) {
    for (const auto delay : {0ns, -1ns, -std::chrono::nanoseconds(1h)}) {
        Log log;
        run_virtual([&]() -> Coro<> {
            get_running_loop().call_later(0s, [&log] { log.emplace_back("timer"); });
            get_running_loop().call_soon([&log] { log.emplace_back("callback"); });
            const rondo::TimePoint began = now();
            co_await rondo::sleep(delay);
            log.emplace_back("task");
            EXPECT_EQ(now(), began);
            co_await rondo::sleep(1s);
        });
        EXPECT_EQ(log, (Log{"callback", "task", "timer"}));
    }
}

TEST(Sleep, GivesAValue) {
    run_virtual([]() -> Coro<> {
        const rondo::TimePoint began = now();
        EXPECT_EQ(co_await rondo::sleep(1s, std::string("rested")), "rested");
        EXPECT_EQ(co_await rondo::sleep(0s, 4), 4);
        EXPECT_EQ(now() - began, 1s);
    });
}

Coro<> note_after(rondo::Duration delay, Log& log, std::string name) {
    co_await rondo::sleep(delay);
    log.push_back(std::move(name));
}

TEST(Sleep, SleepersWakeInTheOrderOfTheirDeadlines) {
    run_virtual([]() -> Coro<> {
        Log log;
        create_task(note_after(30ms, log, "30"));
        create_task(note_after(10ms, log, "10 first"));
        create_task(note_after(20ms, log, "20"));
        create_task(note_after(10ms, log, "10 second"));
        co_await rondo::sleep(1s);
        EXPECT_EQ(log, (Log{"10 first", "10 second", "20", "30"}));
    });
}

TEST(Sleep, WakesItsTaskInTheTurnAfterItsTimerAsEveryWaitDoes) {
    Log log;
    run_virtual([&]() -> Coro<> {
        create_task(note_after(1ms, log, "task"));
        co_await rondo::sleep(0s);  // now its timer is the first
        get_running_loop().call_later(1ms, [&log] {
            log.emplace_back("timer");
            get_running_loop().call_soon([&log] { log.emplace_back("callback of the timer"); });
        });
        co_await rondo::sleep(1s);
    });
    EXPECT_EQ(log, (Log{"timer", "task", "callback of the timer"}));
}

TEST(Sleep, WakesBehindTimersOfALaterDeadlineThatAreDueInTheSameTurn) {
    Log log;
    // The clock must run past both deadlines in one turn: virtual time stops at each.
    const auto main = [&]() -> Coro<> {
        const rondo::TimePoint began = now();
        create_task(note_after(1us, log, "task"));
        get_running_loop().call_soon([&log, began] {
            get_running_loop().call_at(began + 100us, [&log] { log.emplace_back("timer"); });
            while (now() < began + 200us) continue;
        });
        co_await rondo::sleep(1ms);
    };
    rondo::run(main());
    EXPECT_EQ(log, (Log{"timer", "task"}));
}

TEST(Sleep, RefusesWhatIsNotANumber) {
    const std::chrono::duration<double> not_a_number(std::numeric_limits<double>::quiet_NaN());
    EXPECT_THROW((void)rondo::sleep(not_a_number), std::invalid_argument);
}

TEST(Sleep, TooLongForTheClockNeverEnds) {
    run_virtual([]() -> Coro<> {
        const std::chrono::duration<double> forever(std::numeric_limits<double>::infinity());
        const rondo::Task<> asleep = create_task(rondo::sleep(forever));
        const rondo::Task<> asleep_too = create_task(rondo::sleep(std::chrono::hours::max()));
        co_await rondo::sleep(24h * 365);
        EXPECT_FALSE(asleep.done());
        EXPECT_FALSE(asleep_too.done());
    });
}

TEST(Sleep, ThatIsNeverAwaitedDoesNothing) {
    run_virtual([]() -> Coro<> {
        { const rondo::Sleep unused = rondo::sleep(1h); }
        const rondo::TimePoint began = now();
        co_await rondo::sleep(0s);
        EXPECT_EQ(now(), began);
    });
}

TEST(Sleep, CountsFromTheAwaitAndNotFromTheCall) {
    run_virtual([]() -> Coro<> {
        rondo::Sleep later = rondo::sleep(1s);
        const rondo::TimePoint began = now();
        co_await rondo::sleep(5s);
        co_await std::move(later);
        EXPECT_EQ(now() - began, 6s);
    });
}

}  // namespace
