#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::EventLoop;
using rondo::Future;
using rondo::RuntimeError;
using rondo::Task;
using support::run_virtual;

using Log = std::vector<std::string>;

Coro<int> number(int result) {
    co_await rondo::sleep(1s);
    co_return result;
}
Coro<std::unique_ptr<int>> owner(int result) { co_return std::make_unique<int>(result); }
Coro<> fail() {
    co_await rondo::sleep(1s);
    throw std::range_error("from main");
}

std::string text_of(const auto& action) {
    try {
        action();
    } catch (const RuntimeError& error) {
        return error.what();
    }
    return "no RuntimeError";
}

TEST(RunUntilComplete, OfACoroutineMakesATask) {
    EventLoop loop({.virtual_time = true});
    EXPECT_EQ(loop.run_until_complete(number(3)), 3);
    Coro<int> named = number(4);
    EXPECT_EQ(loop.run_until_complete(named), 4);
    EXPECT_THROW((void)loop.run_until_complete(named), RuntimeError) << "it is given up";
    EXPECT_EQ(*loop.run_until_complete(owner(5)), 5);
}

TEST(RunUntilComplete, OfATask) {
    EventLoop loop({.virtual_time = true});
    const Task<int> task = loop.create_task(number(3));
    EXPECT_EQ(loop.run_until_complete(task), 3);
    EXPECT_EQ(loop.run_until_complete(task), 3) << "it is done already";
    EXPECT_EQ(*loop.run_until_complete(loop.create_task(owner(5))), 5);
}

TEST(RunUntilComplete, OfAFuture) {
    EventLoop loop({.virtual_time = true});
    const Future<int> future = loop.create_future<int>();
    loop.call_later(1s, [future] { future.set_result(6); });
    EXPECT_EQ(loop.run_until_complete(future), 6);
    int original = 0;
    const Future<int&> reference = loop.create_future<int&>();
    reference.set_result(original);
    const rondo::AnyFuture untyped = reference;
    EXPECT_NO_THROW(loop.run_until_complete(untyped));
}

TEST(RunUntilComplete, OfAnythingElseThatCanBeAwaited) {
    EventLoop loop({.virtual_time = true});
    const rondo::TimePoint began = loop.time();
    loop.run_until_complete(rondo::sleep(2s));
    EXPECT_EQ(loop.time() - began, 2s);
}

TEST(RunUntilComplete, ThrowsTheException) {
    EventLoop loop({.virtual_time = true});
    EXPECT_THROW(loop.run_until_complete(fail()), std::range_error);
    const Future<> cancelled = loop.create_future();
    cancelled.cancel();
    EXPECT_THROW(loop.run_until_complete(cancelled), rondo::CancelledError);
}

TEST(RunUntilComplete, SaysSoWhenTheLoopIsStoppedBeforeTheEnd) {
    EventLoop loop({.virtual_time = true});
    const Task<int> task = loop.create_task(number(3));
    loop.call_soon([&loop] { loop.stop(); });
    EXPECT_EQ(text_of([&] { (void)loop.run_until_complete(task); }),
              "Event loop stopped before Future completed.");
    EXPECT_EQ(loop.run_until_complete(task), 3) << "and can go on with it";
}

TEST(RunUntilComplete, StopsAtTheEndOfItsOwnFutureOnly) {
    EventLoop loop({.virtual_time = true});
    const Future<int> future = loop.create_future<int>();
    loop.call_soon([&loop] { loop.stop(); });
    EXPECT_THROW((void)loop.run_until_complete(future), RuntimeError);
    future.set_result(1);
    EXPECT_EQ(loop.run_until_complete(number(7)), 7) << "not ended by the future of before";
}

TEST(RunUntilComplete, OneThatIsStoppedInTheTurnOfItsEndDoesNotStopTheNext) {
    EventLoop loop({.virtual_time = true});
    const Future<int> future = loop.create_future<int>();
    loop.call_soon([&] {
        future.set_result(1);  // which queues the callback that ends the run
        loop.stop();
    });
    EXPECT_EQ(loop.run_until_complete(future), 1);
    EXPECT_EQ(loop.run_until_complete(number(7)), 7) << "not ended by the callback of before";
}

TEST(RunUntilComplete, RunsWhatIsQueuedAtTheEndButNotWhatThatSchedules) {
    EventLoop loop({.virtual_time = true});
    Log log;
    const auto main = [&]() -> Coro<> {
        loop.call_soon([&] {
            log.emplace_back("queued before the end");
            loop.call_soon([&] { log.emplace_back("scheduled by it"); });
        });
        co_return;
    };
    loop.run_until_complete(main());
    EXPECT_EQ(log, (Log{"queued before the end"}));
    loop.run_until_complete(number(0));
    EXPECT_EQ(log, (Log{"queued before the end", "scheduled by it"}));
}

TEST(RunUntilComplete, InARunningLoopIsRefused) {
    run_virtual([]() -> Coro<> {
        EventLoop& loop = rondo::get_running_loop();
        Coro<int> coro = number(1);
        const Task<int> task = rondo::create_task(coro);
        EXPECT_EQ(text_of([&] { (void)loop.run_until_complete(task); }),
                  "This event loop is already running");
        EventLoop other({.virtual_time = true});
        EXPECT_EQ(text_of([&] { other.run_forever(); }),
                  "Cannot run the event loop while another loop is running");
        co_await task;
    });
}

TEST(RunUntilComplete, OnAClosedLoopIsRefused) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    loop.close();
    EXPECT_EQ(text_of([&] { (void)loop.run_until_complete(future); }), "Event loop is closed");
}

TEST(Run, GivesTheResultOfMain) {
    EXPECT_EQ(rondo::run(number(9), {.virtual_time = true}), 9);
    EXPECT_EQ(*rondo::run(owner(8)), 8);
    EXPECT_TRUE((std::is_void_v<decltype(rondo::run(rondo::sleep(0s)))>));
    rondo::run(rondo::sleep(0s));
}

TEST(Run, ThrowsTheExceptionOfMain) {
    EXPECT_THROW(rondo::run(fail(), {.virtual_time = true}), std::range_error);
    const auto cancelled = []() -> Coro<> {
        throw rondo::CancelledError("by itself");
        co_return;
    };
    EXPECT_THROW(rondo::run(cancelled()), rondo::CancelledError);
}

TEST(Run, HasARunningLoopOnlyWithin) {
    EXPECT_EQ(EventLoop::running(), nullptr);
    run_virtual([]() -> Coro<> {
        EXPECT_EQ(EventLoop::running(), &rondo::get_running_loop());
        EXPECT_TRUE(rondo::get_running_loop().is_running());
        co_return;
    });
    EXPECT_EQ(EventLoop::running(), nullptr);
    EXPECT_THROW((void)rondo::get_running_loop(), RuntimeError);
}

TEST(Run, WithinARunningLoopIsRefused) {
    run_virtual([]() -> Coro<> {
        Coro<int> nested = number(1);
        EXPECT_EQ(text_of([&] { (void)rondo::run(nested); }),
                  "run() cannot be called from a running event loop");
        EXPECT_EQ(co_await nested, 1) << "it was not taken";
    });
}

TEST(Run, ATaskThatNobodyAwaitedMakesItsFirstStepBeforeItIsCancelled) {
    Log log;
    const auto left_over = [](Log& its_log) -> Coro<> {
        its_log.emplace_back("began");
        co_await rondo::sleep(0s);
        its_log.emplace_back("went on");
    };
    run_virtual([&]() -> Coro<> {
        rondo::create_task(left_over(log));
        co_return;
    });
    EXPECT_EQ(log, (Log{"began"}));
}

TEST(Run, GoesOnForAFewTurnsAfterMain) {
    Log log;
    run_virtual([&]() -> Coro<> {
        EventLoop& loop = rondo::get_running_loop();
        loop.call_soon([&] {
            log.emplace_back("queued before the end");
            loop.call_soon([&] { log.emplace_back("scheduled by it"); });
        });
        co_return;
    });
    EXPECT_EQ(log, (Log{"queued before the end", "scheduled by it"}));
}

}  // namespace
