#include "tests/support/note_end.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <string>
#include <vector>

// The order in which things wake when a cancellation crosses them: as asyncio's, turn by turn.

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::create_task;
using rondo::EventLoop;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::Log;
using support::note_end;
using support::run_virtual;

TEST(CancelOrder, ASleeperJoinsTheLineAtTheCancelAndABareYieldKeepsItsPlace) {
    Log log;
    run_virtual([&]() -> Coro<> {
        EventLoop& loop = get_running_loop();
        const Task<> asleep = create_task(note_end(rondo::sleep(1h), log, "sleeper"));
        const Task<> yielding = create_task(note_end(rondo::sleep(0s), log, "yielder"));
        co_await rondo::sleep(0s);
        loop.call_soon([&log] { log.emplace_back("before"); });
        asleep.cancel();
        yielding.cancel();
        loop.call_soon([&log] { log.emplace_back("after"); });
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"yielder cancelled", "before", "sleeper cancelled", "after"}));
    });
}

TEST(CancelOrder, CrossingAResultKeepsThePlaceThatTheResultGave) {
    Log log;
    run_virtual([&]() -> Coro<> {
        const Future<> future = get_running_loop().create_future();
        const Task<> first = create_task(note_end(future, log, "first"));
        const Task<> second = create_task(note_end(future, log, "second"));
        co_await rondo::sleep(0s);
        future.set_result();
        get_running_loop().call_soon([&log] { log.emplace_back("callback"); });
        first.cancel();
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"first cancelled", "second woke", "callback"}));
    });
}

TEST(CancelOrder, AResultAfterACancelIsRefused) {
    Log log;
    run_virtual([&]() -> Coro<> {
        const Future<> future = get_running_loop().create_future();
        const Task<> task = create_task(note_end(future, log, "task"));
        co_await rondo::sleep(0s);
        task.cancel();
        EXPECT_THROW(future.set_result(), rondo::InvalidStateError);
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"task cancelled"}));
    });
}

// What is due in one turn is collected before any of it runs, so a cancel from a callback finds the
// sleeper's timer fired (when it stands before the callback) or in the same batch (behind it).
TEST(CancelOrder, CrossingATimerThatHasFiredInTheSameTurn) {
    Log log;
    run_virtual([&]() -> Coro<> {
        const Task<> task = create_task(note_end(rondo::sleep(1s), log, "task"));
        co_await rondo::sleep(0s);
        get_running_loop().call_later(1s, [&log, task] {
            get_running_loop().call_soon([&log] { log.emplace_back("callback"); });
            task.cancel();
            log.emplace_back("cancel");
        });
        co_await rondo::sleep(2s);
        EXPECT_TRUE(task.cancelled());
    });
    EXPECT_EQ(log, (Log{"cancel", "task cancelled", "callback"}))
        << "the timer had put the task into the line before";
}

TEST(CancelOrder, CrossingATimerThatIsBehindInTheSameBatch) {
    Log log;
    run_virtual([&]() -> Coro<> {
        Task<> task;
        get_running_loop().call_later(1s, [&log, &task] {
            get_running_loop().call_soon([&log] { log.emplace_back("callback"); });
            task.cancel();
            log.emplace_back("cancel");
        });
        task = create_task(note_end(rondo::sleep(1s), log, "task"));
        get_running_loop().call_later(1s, [] {});
        co_await rondo::sleep(2s);
        EXPECT_TRUE(task.cancelled());
    });
    EXPECT_EQ(log, (Log{"cancel", "callback", "task cancelled"}));
}

TEST(CancelOrder, ATaskJustMadeIsEndedInItsOwnPlace) {
    Log log;
    run_virtual([&]() -> Coro<> {
        EventLoop& loop = get_running_loop();
        loop.call_soon([&log] { log.emplace_back("before"); });
        const Task<> task = create_task(note_end(rondo::sleep(1h), log, "task"));
        task.add_done_callback([&log](const Task<>&) { log.emplace_back("done"); });
        loop.call_soon([&log, task] { log.emplace_back(task.done() ? "over" : "not yet"); });
        task.cancel();
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"before", "over"}));
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"before", "over", "done"}));
    });
}

TEST(CancelOrder, ThroughAChainOfTasksEachHopIsATurn) {
    Log log;
    run_virtual([&]() -> Coro<> {
        const Task<> innermost = create_task(note_end(rondo::sleep(1h), log, "innermost"));
        const Task<> middle = create_task(note_end(innermost, log, "middle"));
        const Task<> outermost = create_task(note_end(middle, log, "outermost"));
        co_await rondo::sleep(0s);
        outermost.cancel();
        Log turns;
        while (!outermost.done()) {
            co_await rondo::sleep(0s);
            turns.push_back(log.back());
        }
        EXPECT_EQ(turns, (Log{"innermost cancelled", "middle cancelled", "outermost cancelled"}));
    });
}

// asyncio cannot lose it either: whoever is cancelled while its inner task ends is told.
TEST(CancelOrder, InTheTurnInWhichTheInnerTaskEndsByItself) {
    Log log;
    run_virtual([&]() -> Coro<> {
        const Task<> inner = create_task(note_end(rondo::sleep(0s), log, "inner"));
        const Task<> outer = create_task([&inner]() -> Coro<> { co_await inner; });
        co_await rondo::sleep(0s);
        EXPECT_FALSE(inner.done());
        outer.cancel();
        co_await rondo::sleep(0s);
        co_await rondo::sleep(0s);
        EXPECT_TRUE(inner.cancelled());
        EXPECT_TRUE(outer.cancelled());
        EXPECT_EQ(log, (Log{"inner cancelled"}));
    });
}

}  // namespace
