#include "tests/support/run_virtual.hpp"

#include <rondo/groups/timeout.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::create_task;
using rondo::get_running_loop;
using rondo::TimeoutError;
using rondo::wait_for;
using support::run_virtual;

Coro<std::string> answer(rondo::Duration delay) {
    co_await rondo::sleep(delay);
    co_return "answer";
}

Coro<std::unique_ptr<int>> own(rondo::Duration delay) {
    co_await rondo::sleep(delay);
    co_return std::make_unique<int>(3);
}

/// How an awaitable ends, in a word.
template <class A>
Coro<std::string> end_of(A awaitable) {
    try {
        co_await std::move(awaitable);
    } catch (const TimeoutError&) {
        co_return "timeout";
    } catch (const CancelledError&) {
        co_return "cancelled";
    } catch (const std::exception& error) {
        co_return error.what();
    }
    co_return "result";
}

TEST(WaitFor, GivesTheResultInTime) {
    run_virtual([]() -> Coro<> {
        EXPECT_EQ(co_await wait_for(answer(1s), 2s), "answer");
        EXPECT_EQ(co_await wait_for(create_task(answer(1s)), 2s), "answer");
        EXPECT_EQ(co_await wait_for(answer(1h), std::nullopt), "answer");
        co_await wait_for(rondo::sleep(1s), 2s);
    });
}

TEST(WaitFor, ThrowsAtTheLimit) {
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        EXPECT_EQ(co_await end_of(wait_for(answer(1h), 2s)), "timeout");
        EXPECT_EQ(get_running_loop().time() - began, 2s);
        EXPECT_EQ(rondo::current_task().cancelling(), 0);
    });
}

TEST(WaitFor, MovesAMoveOnlyResult) {
    run_virtual([]() -> Coro<> {
        EXPECT_EQ(*co_await wait_for(own(1s), 2s), 3);
        EXPECT_EQ(*co_await wait_for(create_task(own(1s)), 2s), 3);
        auto done = create_task(own(0s));
        co_await rondo::sleep(1s);
        EXPECT_EQ(*co_await wait_for(std::move(done), 0s), 3);
    });
}

TEST(WaitFor, CopiesTheResultOfATaskWithAName) {
    run_virtual([]() -> Coro<> {
        const auto task = create_task(answer(1s));
        EXPECT_EQ(co_await wait_for(task, 2s), "answer");
        EXPECT_EQ(co_await task, "answer");
        auto other = create_task(answer(1s));
        EXPECT_EQ(co_await wait_for(other, 2s), "answer");
        EXPECT_EQ(co_await wait_for(other, 0s), "answer");
        EXPECT_EQ(other.result(), "answer");
    });
}

TEST(WaitFor, AResultInTheTurnOfTheLimitLosesIfItComesLater) {
    run_virtual([]() -> Coro<> {
        rondo::EventLoop& loop = get_running_loop();
        const auto future = loop.create_future<int>();
        // Its timer is armed before that of the result: equal deadlines fire in that order.
        const auto waits = create_task(end_of(wait_for(future, 1s)));
        co_await rondo::sleep(0s);
        loop.call_later(1s, [future] { EXPECT_TRUE(future.cancelled()); });
        EXPECT_EQ(co_await waits, "timeout");
    });
}

TEST(WaitFor, AResultInTheTurnOfTheLimitIsLostIfItComesFirst) {
    // The task is woken already when the deadline cancels it, and a cancel wins (rule 13 of
    // asyncio): the future keeps its result.
    run_virtual([]() -> Coro<> {
        rondo::EventLoop& loop = get_running_loop();
        const auto future = loop.create_future<int>();
        loop.call_later(1s, [future] { future.set_result(1); });
        const auto waits = create_task(end_of(wait_for(future, 1s)));
        EXPECT_EQ(co_await waits, "timeout");
        EXPECT_EQ(future.result(), 1);
    });
}

TEST(WaitFor, CancellingItCancelsWhatItWaitsFor) {
    run_virtual([]() -> Coro<> {
        const auto inner = create_task(answer(1h));
        const auto outer = create_task(end_of(wait_for(inner, 1h)));
        co_await rondo::sleep(1s);
        outer.cancel();
        EXPECT_EQ(co_await outer, "cancelled");
        EXPECT_TRUE(inner.cancelled());
    });
}

TEST(WaitFor, CancellingItWhileTheLimitIsBeingEnforcedIsACancellation) {
    run_virtual([]() -> Coro<> {
        const auto slow_to_die = []() -> Coro<> {
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {}
            co_await rondo::sleep(1h);
        };
        const auto outer = create_task(end_of(wait_for(slow_to_die(), 1s)));
        co_await rondo::sleep(2s);
        outer.cancel();
        EXPECT_EQ(co_await outer, "cancelled");
    });
}

TEST(WaitFor, PassesOnAFailure) {
    run_virtual([]() -> Coro<> {
        const auto fail = []() -> Coro<> {
            co_await rondo::sleep(1s);
            throw std::runtime_error("no");
        };
        EXPECT_EQ(co_await end_of(wait_for(fail(), 2s)), "no");
        EXPECT_EQ(co_await end_of(wait_for(create_task(fail()), 2s)), "no");
    });
}

TEST(WaitFor, WithNoTimeAtAllACoroNeverStarts) {
    bool started = false;
    run_virtual([&]() -> Coro<> {
        const auto start = [&]() -> Coro<> {
            started = true;
            co_return;
        };
        EXPECT_EQ(co_await end_of(wait_for(start(), 0s)), "timeout");
        EXPECT_EQ(co_await end_of(wait_for(start(), -1s)), "timeout");
    });
    EXPECT_FALSE(started);
}

TEST(WaitFor, WithNoTimeAtAllWhatWasCancelledBeforeIsNoTimeout) {
    run_virtual([]() -> Coro<> {
        const auto future = get_running_loop().create_future<int>();
        future.cancel();
        EXPECT_EQ(co_await end_of(wait_for(future, 0s)), "cancelled");
    });
}

TEST(WaitFor, OfASleepIsItself) {
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        EXPECT_EQ(co_await end_of(wait_for(rondo::sleep(1h), 1s)), "timeout");
        EXPECT_EQ(co_await end_of(wait_for(wait_for(rondo::sleep(1h), 5s), 1s)), "timeout");
        EXPECT_EQ(co_await end_of(wait_for(wait_for(rondo::sleep(1h), 1s), 5s)), "timeout");
        EXPECT_EQ(get_running_loop().time() - began, 3s);
    });
}

}  // namespace
