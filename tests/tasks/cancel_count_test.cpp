#include "tests/support/note_end.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::create_task;
using rondo::current_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::await_it;
using support::Log;
using support::note_message;
using support::run_virtual;
using support::swallow;

TEST(CancelCount, SeveralRequestsBeforeDeliveryAllCountAndDeliverOne) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<int> task = create_task([&log]() -> Coro<int> {
            co_await swallow(get_running_loop().create_future(), log);
            co_await swallow(get_running_loop().create_task(rondo::sleep(1s)), log);
            co_return current_task().cancelling();
        });
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancel("a"));
        EXPECT_TRUE(task.cancel("b"));
        EXPECT_TRUE(task.cancel("c"));
        EXPECT_EQ(task.cancelling(), 3);
        EXPECT_EQ(co_await task, 3);
        EXPECT_EQ(log, (Log{"a"}));
    });
}

TEST(CancelCount, ReachesTheInnerTaskEachTime) {
    run_virtual([]() -> Coro<> {
        const Task<> inner = create_task(rondo::sleep(1h));
        const Task<> outer = create_task(await_it(inner));
        co_await rondo::sleep(0s);
        outer.cancel();
        outer.cancel();
        EXPECT_EQ(outer.cancelling(), 2);
        EXPECT_EQ(inner.cancelling(), 2);
        co_await rondo::sleep(0s);
    });
}

TEST(Uncancel, TakesBackOneRequestAtATime) {
    run_virtual([]() -> Coro<> {
        const Task<> task = create_task(rondo::sleep(1h));
        EXPECT_EQ(task.uncancel(), 0) << "never below none";
        task.cancel();
        task.cancel();
        EXPECT_EQ(task.uncancel(), 1);
        EXPECT_EQ(task.cancelling(), 1);
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled()) << "one request was left";
    });
}

TEST(Uncancel, ToZeroWithdrawsWhatWasNotDeliveredYet) {
    run_virtual([]() -> Coro<> {
        const Task<> unbegun = create_task(rondo::sleep(1s));
        unbegun.cancel();
        EXPECT_EQ(unbegun.uncancel(), 0);

        const Task<> yielding = create_task([]() -> Coro<> {
            for (int i = 0; i < 5; ++i) co_await rondo::sleep(0s);
        });
        co_await rondo::sleep(0s);
        yielding.cancel();
        yielding.uncancel();

        const auto work = []() -> Coro<int> {
            current_task().cancel();
            current_task().uncancel();
            co_await rondo::sleep(1s);
            co_return 1;
        };
        const Task<int> itself = create_task(work());

        co_await unbegun;
        co_await yielding;
        EXPECT_EQ(co_await itself, 1);
        EXPECT_FALSE(unbegun.cancelled());
        EXPECT_FALSE(yielding.cancelled());
    });
}

TEST(Uncancel, ComesTooLateForWhatWasInterruptedAlready) {
    run_virtual([]() -> Coro<> {
        const Task<> task = create_task(rondo::sleep(1h));
        co_await rondo::sleep(0s);
        task.cancel();
        EXPECT_EQ(task.uncancel(), 0);
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled()) << "the sleep has been cut short";
    });
}

TEST(Uncancel, DoesNotUndoACancelledFuture) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Future<> future = get_running_loop().create_future();
        const Task<> task = create_task(swallow(future, log));
        co_await rondo::sleep(0s);
        task.cancel("once");
        task.uncancel();
        co_await task;
        EXPECT_EQ(log, (Log{"once"}));
        EXPECT_EQ(task.cancelling(), 0);
    });
}

TEST(Uncancel, AfterSwallowingLeavesTheTaskAsIfNothingHadBeen) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<int> task = create_task([&log]() -> Coro<int> {
            co_await swallow(get_running_loop().create_future(), log);
            EXPECT_EQ(current_task().uncancel(), 0);
            co_await rondo::sleep(1s);
            co_return 1;
        });
        co_await rondo::sleep(0s);
        task.cancel();
        EXPECT_EQ(co_await task, 1);
        EXPECT_EQ(task.cancelling(), 0);
    });
}

TEST(CancelMessage, TheFirstOneWinsWhereItWasDelivered) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<> asleep = create_task(swallow(create_task(rondo::sleep(1h)), log));
        const Future<> future = get_running_loop().create_future();
        const Task<> waiting = create_task(swallow(future, log));
        co_await rondo::sleep(0s);
        for (const Task<>& task : {asleep, waiting}) {
            task.cancel("first");
            task.cancel("second");
        }
        co_await asleep;
        co_await waiting;
        EXPECT_EQ(log, (Log{"first", "first"}));
    });
}

TEST(CancelMessage, OfASleepIsTheFirstAndOfABareYieldTheLast) {
    run_virtual([]() -> Coro<> {
        Log log;
        for (const auto delay : {std::chrono::nanoseconds(1h), 0ns}) {
            const Task<> task = create_task(note_message(rondo::sleep(delay), log));
            co_await rondo::sleep(0s);
            task.cancel("first");
            task.cancel("second");
            co_await rondo::sleep(0s);
        }
        EXPECT_EQ(log, (Log{"first", "second"})) << "as asyncio has it";
    });
}

/// The message with which a task ended.
std::string message_of(const Task<>& task) {
    try {
        task.result();
    } catch (const CancelledError& error) {
        return error.message();
    }
    return "not cancelled";
}

TEST(CancelMessage, BeforeTheFirstStepIsTheLast) {
    run_virtual([]() -> Coro<> {
        const Task<> task = create_task(rondo::sleep(1h));
        task.cancel("first");
        task.cancel("second");
        co_await rondo::sleep(0s);
        EXPECT_EQ(message_of(task), "second");
    });
}

TEST(CancelMessage, TravelsFromTheInnerTaskToTheOuter) {
    run_virtual([]() -> Coro<> {
        const Task<> inner = create_task(rondo::sleep(1h));
        const Task<> outer = create_task(await_it(inner));
        co_await rondo::sleep(0s);
        outer.cancel("why");
        co_await rondo::sleep(0s);
        co_await rondo::sleep(0s);
        EXPECT_EQ(message_of(inner), "why");
        EXPECT_EQ(message_of(outer), "why");
    });
}

TEST(CancelMessage, AFutureThatWasCancelledBeforeKeepsItsOwn) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Future<> future = get_running_loop().create_future();
        const Task<> task = create_task(swallow(future, log));
        co_await rondo::sleep(0s);
        future.cancel("of the future");
        task.cancel("of the task");
        co_await task;
        EXPECT_EQ(log, (Log{"of the future"}));
        EXPECT_EQ(task.cancelling(), 1);
    });
}

TEST(CancelMessage, OfAnEarlierCancelIsNotUsedAgain) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<> task = create_task([&log]() -> Coro<> {
            co_await swallow(get_running_loop().create_future(), log);
            co_await note_message(rondo::sleep(1h), log);
        });
        co_await rondo::sleep(0s);
        task.cancel("old");
        co_await rondo::sleep(1s);
        task.cancel();
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"old", ""}));
        EXPECT_EQ(message_of(task), "");
    });
}

}  // namespace
