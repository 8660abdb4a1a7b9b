#include "tests/support/owner.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/semaphore.hpp"

#include <rondo/rondo.hpp>

#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::Owner;
using support::Reports;
using ::testing::ElementsAre;

namespace {

std::string refusal(auto&& wrong_use) {
    try {
        wrong_use();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "taken";
}

TEST(RunInExecutor, GivesTheResultOfAFunctionThatRanElsewhere) {
    run([]() -> Coro<> {
        const auto here = std::this_thread::get_id();
        auto there = run_in_executor([] { return std::this_thread::get_id(); });
        EXPECT_NE(co_await there, here);
        EXPECT_EQ(co_await run_in_executor([](int a, int b) { return a * b; }, 6, 7), 42);
        co_await run_in_executor([] {});
        Executor executor(1);
        EXPECT_EQ(co_await run_in_executor(executor, [] { return 1; }), 1);
        EventLoop& loop = get_running_loop();
        EXPECT_EQ(co_await loop.run_in_executor(
                      executor, [](int x) { return x; }, 2),
                  2);
        EXPECT_EQ(co_await loop.run_in_executor(
                      nullptr, [](int x) { return x; }, 3),
                  3);
    }());
}

TEST(RunInExecutor, BringsBackAnExceptionWithItsType) {
    run([]() -> Coro<> {
        auto future = run_in_executor([]() -> int { throw std::out_of_range("too far"); });
        EXPECT_THROW(co_await future, std::out_of_range);
    }());
}

TEST(RunInExecutor, MovesArgumentsAndResults) {
    run([]() -> Coro<> {
        auto future = run_in_executor(
            [](std::unique_ptr<int> given) {
                ++*given;
                return given;
            },
            std::make_unique<int>(41));
        const std::unique_ptr<int> number = co_await std::move(future);
        EXPECT_EQ(*number, 42);
    }());
}

TEST(RunInExecutor, BeginsThoughNobodyAwaitsIt) {
    support::Semaphore called(0);
    run([](support::Semaphore& signal) -> Coro<> {
        run_in_executor([&] { signal.release(); });
        signal.acquire();
        co_return;
    }(called));
}

TEST(RunInExecutor, GoesOnInATurnOfTheLoop) {
    // The loop is not held up: it counts while the function waits for it.
    run([]() -> Coro<> {
        std::atomic<int> turns = 0;
        auto future = run_in_executor([&] {
            while (turns < 5) std::this_thread::yield();
        });
        while (!future.done()) {
            co_await sleep(0s);
            ++turns;
        }
        EXPECT_GE(turns, 5);
    }());
}

TEST(RunInExecutor, CancellingLetsGoAtOnceWhileTheThreadGoesOn) {
    support::Semaphore entered(0);
    support::Semaphore open(0);
    std::atomic<bool> ended = false;
    run([](auto& its_entered, auto& its_open, auto& its_ended) -> Coro<> {
        auto task = create_task([](auto& e, auto& o, auto& d) -> Coro<> {
            co_await run_in_executor([&] {
                e.release();
                o.acquire();
                d = true;
            });
        }(its_entered, its_open, its_ended));
        co_await sleep(0s);
        its_entered.acquire();
        task.cancel();
        EXPECT_THROW(co_await task, CancelledError);
        EXPECT_FALSE(its_ended);
        its_open.release();
    }(entered, open, ended));
    EXPECT_TRUE(ended);  // run waits for it
}

TEST(RunInExecutor, CancellingTakesBackWhatIsQueued) {
    run([]() -> Coro<> {
        Executor executor(1);
        support::Semaphore open(0);
        int alive = 0;
        const Owner owner(alive);
        std::atomic<bool> called = false;
        support::Semaphore entered(0);
        auto first = run_in_executor(executor, [&] {
            entered.release();
            open.acquire();
        });
        entered.acquire();
        const auto second_function = [&called, owner] { called = true; };
        auto second = run_in_executor(executor, second_function);
        EXPECT_EQ(alive, 3);
        second.cancel();
        EXPECT_EQ(alive, 2);
        open.release();
        co_await first;
        executor.shutdown();
        EXPECT_FALSE(called);
    }());
}

TEST(RunInExecutor, IsCancelledIfTheExecutorIsShutDownBeforeItBegins) {
    run([]() -> Coro<> {
        Executor executor(1);
        support::Semaphore entered(0);
        support::Semaphore open(0);
        auto first = run_in_executor(executor, [&] {
            entered.release();
            open.acquire();
        });
        auto second = run_in_executor(executor, [] {});
        entered.acquire();
        executor.shutdown({.wait = false, .cancel_futures = true});
        EXPECT_THROW(co_await second, CancelledError);
        open.release();
        co_await first;
    }());
}

TEST(RunInExecutor, AFailureThatNobodyRetrievesIsReported) {
    Reports reports;
    run([](Reports& its_reports) -> Coro<> {
        its_reports.listen_to(get_running_loop());
        run_in_executor([] { throw std::runtime_error("unseen"); });
        co_return;
    }(reports));
    EXPECT_THAT(reports.all, ElementsAre("Future exception was never retrieved | "
                                         "std::runtime_error: unseen | "));
}

TEST(RunInExecutor, AResultForALoopThatIsClosedIsDropped) {
    for (int round = 0; round < 20; ++round) {
        std::atomic<int> alive = 0;
        struct Result {
            explicit Result(std::atomic<int>& count) : alive(&count) { ++*alive; }
            Result(const Result& other) : Result(*other.alive) {}
            ~Result() { --*alive; }
            std::atomic<int>* alive;
        };
        Executor executor(2);
        support::Semaphore open(0);
        auto loop = std::make_unique<EventLoop>();
        Future<Result> early = loop->run_in_executor(executor, [&] { return Result(alive); });
        Future<Result> late = loop->run_in_executor(executor, [&] {
            open.acquire();
            return Result(alive);
        });
        if (round % 2 == 0) open.release();  // they race
        loop->close();
        loop.reset();
        if (round % 2 == 1) open.release();
        executor.shutdown();
        EXPECT_FALSE(late.done());
        early = late = Future<Result>();
        EXPECT_EQ(alive, 0);
    }
}

TEST(RunInExecutor, IsRefusedOnceTheExecutorIsShutDown) {
    EventLoop loop;
    Executor executor;
    executor.shutdown();
    EXPECT_EQ(refusal([&] { loop.run_in_executor(executor, [] {}); }),
              "cannot schedule new futures after shutdown");
    loop.run_until_complete(loop.shutdown_default_executor());
    EXPECT_EQ(refusal([&] { loop.run_in_executor(nullptr, [] {}); }),
              "Executor shutdown has been called");
    loop.close();
    EXPECT_EQ(refusal([&] { loop.run_in_executor(executor, [] {}); }), "Event loop is closed");
    EXPECT_EQ(refusal([] { run_in_executor([] {}); }), "no running event loop");
}

TEST(DefaultExecutor, CanBeChosen) {
    run([]() -> Coro<> {
        auto executor = std::make_shared<Executor>(1);
        get_running_loop().set_default_executor(executor);
        const auto first = co_await run_in_executor([] { return std::this_thread::get_id(); });
        EXPECT_EQ(first, executor->submit([] { return std::this_thread::get_id(); }).result());
    }());
}

TEST(DefaultExecutor, ShutdownWaitsWithoutBlockingTheLoop) {
    run([]() -> Coro<> {
        EventLoop& loop = get_running_loop();
        support::Semaphore open(0);
        auto future = run_in_executor([&] { open.acquire(); });
        auto down = create_task(loop.shutdown_default_executor());
        for (int i = 0; i < 10; ++i) co_await sleep(0s);
        EXPECT_FALSE(down.done());
        open.release();
        co_await down;
        EXPECT_TRUE(future.done());
    }());
}

TEST(DefaultExecutor, ShutdownGivesUpAfterATimeout) {
    Reports reports;
    support::Semaphore open(0);
    EventLoop loop;
    reports.listen_to(loop);
    loop.run_in_executor(nullptr, [&] { open.acquire(); });
    loop.run_until_complete(loop.shutdown_default_executor(5ms));
    ASSERT_EQ(reports.all.size(), 1U);
    EXPECT_THAT(reports.all[0], testing::StartsWith("The executor did not finish joining its "
                                                    "threads within 0.005"));
    open.release();
}

TEST(DefaultExecutor, IsWaitedForByTheLoopsDestructor) {
    std::atomic<bool> ended = false;
    {
        EventLoop loop;
        loop.run_in_executor(nullptr, [&] {
            std::this_thread::sleep_for(5ms);
            ended = true;
        });
    }
    EXPECT_TRUE(ended);
}

}  // namespace
