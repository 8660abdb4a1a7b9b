#include "tests/support/run_virtual.hpp"

#include <rondo/groups/timeout.hpp>
#include <rondo/tasks/sleep.hpp>

#include <optional>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;
using rondo::async_with;
using rondo::Coro;
using rondo::get_running_loop;
using rondo::Timeout;
using rondo::timeout;
using rondo::timeout_at;
using support::run_virtual;

Coro<> sleep_long() { co_await rondo::sleep(1h); }

TEST(Timeout, ThrowsAtTheDeadlineAndNotBefore) {
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        Timeout scope = timeout(2s);
        try {
            co_await async_with(scope, []() -> Coro<> { co_await sleep_long(); });
            ADD_FAILURE() << "no TimeoutError";
        } catch (const rondo::TimeoutError&) {}
        EXPECT_EQ(get_running_loop().time() - began, 2s);
        EXPECT_TRUE(scope.expired());
        EXPECT_EQ(rondo::current_task().cancelling(), 0);
    });
}

TEST(Timeout, ABodyThatEndsInTimeLeavesNoTimerBehind) {
    run_virtual([]() -> Coro<> {
        Timeout scope = timeout(2s);
        const int result = co_await async_with(scope, []() -> Coro<int> {
            co_await rondo::sleep(1s);
            co_return 5;
        });
        EXPECT_EQ(result, 5);
        EXPECT_FALSE(scope.expired());
        co_await rondo::sleep(10s);  // the deadline passes
        EXPECT_FALSE(scope.expired());
    });
}

TEST(Timeout, AtAMomentOfTheLoopsClock) {
    run_virtual([]() -> Coro<> {
        const auto deadline = get_running_loop().time() + 3s;
        Timeout scope = timeout_at(deadline);
        EXPECT_EQ(scope.when(), deadline);
        try {
            co_await async_with(scope, []() -> Coro<> { co_await sleep_long(); });
            ADD_FAILURE() << "no TimeoutError";
        } catch (const rondo::TimeoutError&) {}
        EXPECT_EQ(get_running_loop().time(), deadline);
    });
}

TEST(Timeout, WithoutALimitNeverExpires) {
    run_virtual([]() -> Coro<> {
        for (auto* make : {+[] { return timeout(std::nullopt); }, +[] { return timeout_at({}); }}) {
            Timeout scope = make();
            EXPECT_FALSE(scope.when());
            co_await async_with(scope, []() -> Coro<> { co_await sleep_long(); });
            EXPECT_FALSE(scope.expired());
        }
    });
}

TEST(Timeout, ADelayTooLongForTheClockNeverExpires) {
    run_virtual([]() -> Coro<> {
        co_await async_with(timeout(std::chrono::hours::max()),
                            []() -> Coro<> { co_await rondo::sleep(1h); });
    });
}

TEST(Timeout, RefusesToBeEnteredOutsideOfATask) {
    rondo::EventLoop loop({.virtual_time = true});
    loop.call_soon([&loop] {
        Timeout scope = timeout(1s);
        EXPECT_THROW(scope.enter(), rondo::RuntimeError);
        loop.stop();
    });
    loop.run_forever();
    EXPECT_THROW(timeout(1s), rondo::RuntimeError) << "no loop is running";
}

TEST(Timeout, RefusesToBeRescheduledWhenItIsNotAtWork) {
    run_virtual([]() -> Coro<> {
        const auto now = get_running_loop().time();
        Timeout scope = timeout(1s);
        EXPECT_THROW(scope.reschedule(now), rondo::RuntimeError) << "it has not begun";
        try {
            co_await async_with(scope, [&]() -> Coro<> {
                try {
                    co_await sleep_long();
                } catch (const rondo::CancelledError&) {
                    EXPECT_THROW(scope.reschedule(now), rondo::RuntimeError) << "it expires";
                    throw;
                }
            });
        } catch (const rondo::TimeoutError&) {}
        EXPECT_THROW(scope.reschedule(now), rondo::RuntimeError) << "it has expired";
        Timeout other = timeout(1s);
        co_await async_with(other, []() -> Coro<> { co_return; });
        EXPECT_THROW(other.reschedule(now), rondo::RuntimeError) << "it is over";
    });
}

TEST(Timeout, MovesTheDeadlineBothWays) {
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        Timeout scope = timeout(1s);
        try {
            co_await async_with(scope, [&]() -> Coro<> {
                scope.reschedule(began + 10s);
                co_await rondo::sleep(5s);
                EXPECT_FALSE(scope.expired());
                scope.reschedule(began + 6s);
                co_await sleep_long();
            });
            ADD_FAILURE() << "no TimeoutError";
        } catch (const rondo::TimeoutError&) {}
        EXPECT_EQ(get_running_loop().time() - began, 6s);
    });
}

TEST(Timeout, OnlyTheTaskInTheBlockIsInterrupted) {
    run_virtual([]() -> Coro<> {
        const auto bystander = rondo::create_task(sleep_long());
        try {
            co_await async_with(timeout(1s), []() -> Coro<> { co_await sleep_long(); });
        } catch (const rondo::TimeoutError&) {}
        EXPECT_FALSE(bystander.done());
        EXPECT_EQ(bystander.cancelling(), 0);
    });
}

TEST(Timeout, ALoopThatIsDroppedWithinTheBlockLeaksNothing) {
    rondo::EventLoop loop({.virtual_time = true});
    loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
    const auto main = []() -> Coro<> {
        co_await async_with(timeout(1h), []() -> Coro<> { co_await sleep_long(); });
    };
    const auto task = loop.create_task(main());
    loop.call_later(1s, &rondo::EventLoop::stop, &loop);
    loop.run_forever();
    loop.close();
    EXPECT_TRUE(task.cancelled());
}

TEST(TimeoutAt, TakesAMomentWithAFraction) {
    run_virtual([]() -> Coro<> {
        const rondo::TimePoint begin = get_running_loop().time();
        EXPECT_EQ(timeout_at(begin + 2.5s).when(), begin + 2500ms);
        const auto body = [begin](Timeout& limit) -> Coro<> {
            limit.reschedule(begin + 0.5s);
            EXPECT_EQ(limit.when(), begin + 500ms);
            co_await rondo::sleep(1h);
        };
        try {
            co_await async_with(timeout(1h), body);
            ADD_FAILURE();
        } catch (const rondo::TimeoutError&) {}
        EXPECT_EQ(get_running_loop().time(), begin + 500ms);
    });
}

}  // namespace
