#include "tests/support/reports.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Runner;
using rondo::Task;
using support::run_virtual;

using Log = std::vector<std::string>;

Coro<int> count_up(int& number) { co_return ++number; }

TEST(Runner, RunsSeveralTimesOnOneLoop) {
    Runner runner({.virtual_time = true});
    int number = 0;
    EXPECT_EQ(runner.run(count_up(number)), 1);
    rondo::EventLoop* const loop = &runner.get_loop();
    EXPECT_EQ(runner.run(count_up(number)), 2);
    EXPECT_EQ(&runner.get_loop(), loop);
    EXPECT_FALSE(loop->is_closed());
    runner.close();
    EXPECT_TRUE(loop->is_closed());
    runner.close();
}

TEST(Runner, KeepsTasksFromOneRunToTheNext) {
    Runner runner({.virtual_time = true});
    Task<> sleeper;
    const auto begin = [&]() -> Coro<> {
        sleeper = create_task(rondo::sleep(10s));
        co_return;
    };
    runner.run(begin());
    EXPECT_FALSE(sleeper.done());
    runner.run(rondo::sleep(20s));
    EXPECT_TRUE(sleeper.done());
    EXPECT_FALSE(sleeper.cancelled());
}

TEST(Runner, AfterCloseIsRefused) {
    Runner runner;
    runner.close();
    EXPECT_THROW(runner.run(rondo::sleep(0s)), rondo::RuntimeError);
}

TEST(Runner, WithinARunningLoopIsRefused) {
    Runner runner;
    run_virtual([&]() -> Coro<> {
        EXPECT_THROW(runner.run(rondo::sleep(0s)), rondo::RuntimeError);
        co_return;
    });
}

/// Notes what happens to it, and cleans up for a while.
Coro<> clean_up_for(rondo::Duration length, Log& log, std::string name) {
    bool cancelled = false;
    try {
        co_await rondo::sleep(1h);
    } catch (const rondo::CancelledError&) {
        cancelled = true;
    }
    log.push_back(name + " cancelled");
    if (!cancelled) co_return;
    co_await rondo::sleep(length);
    log.push_back(name + " cleaned up");
    throw rondo::CancelledError();
}

TEST(Runner, CancelsLeftOverTasksAndLetsThemCleanUp) {
    Log log;
    Task<> first;
    Task<> second;
    run_virtual([&]() -> Coro<> {
        first = create_task(clean_up_for(2s, log, "first"));
        second = create_task(clean_up_for(1s, log, "second"));
        co_await rondo::sleep(1s);
    });
    EXPECT_EQ(
        log, (Log{"first cancelled", "second cancelled", "second cleaned up", "first cleaned up"}));
    EXPECT_TRUE(first.cancelled());
    EXPECT_TRUE(second.cancelled());
}

TEST(Runner, CancelsThemAfterAFailureOfMainToo) {
    Log log;
    const auto main = [&]() -> Coro<> {
        create_task(clean_up_for(1s, log, "left over"));
        co_await rondo::sleep(1s);
        throw std::range_error("from main");
    };
    EXPECT_THROW(rondo::run(main(), {.virtual_time = true}), std::range_error);
    EXPECT_EQ(log, (Log{"left over cancelled", "left over cleaned up"}));
}

Coro<> fail_in_clean_up() {
    try {
        co_await rondo::sleep(1h);
    } catch (const rondo::CancelledError&) {
        throw std::runtime_error("clean-up failed");
    }
}

// A request goes down the chain, to the innermost: were each task's own request to go there as
// well, it would take as many steps as there are pairs of tasks.
TEST(Runner, CancelsALongChainOfTasksInFewSteps) {
    constexpr int length = 20'000;
    const auto awaits = [](Task<> inner) -> Coro<> { co_await inner; };
    for (const bool innermost_is_first : {true, false}) {
        Task<> innermost, outermost;
        run_virtual([&]() -> Coro<> {
            auto end = rondo::get_running_loop().create_future();
            const auto awaits_future = [](rondo::Future<> future) -> Coro<> { co_await future; };
            if (innermost_is_first) {
                outermost = innermost = create_task(awaits_future(end));
                for (int i = 1; i < length; ++i) outermost = create_task(awaits(outermost));
            } else {
                std::vector<Task<>> tasks(length + 1);
                const auto awaits_next = [](const Task<>* next) -> Coro<> {
                    co_await rondo::sleep(0s);
                    co_await *next;
                };
                for (int i = 0; i < length; ++i) tasks[i] = create_task(awaits_next(&tasks[i + 1]));
                innermost = tasks[length] = create_task(awaits_future(end));
                outermost = tasks[0];
                co_await rondo::sleep(1s);
            }
            co_await rondo::sleep(1s);
        });
        EXPECT_TRUE(outermost.cancelled());
        EXPECT_TRUE(innermost.cancelled());
        EXPECT_EQ(outermost.cancelling(), 1);
        EXPECT_LE(innermost.cancelling(), 2) << "its own request, and one that was passed on";
    }
}

TEST(Runner, CancelsTasksThatWaitForEachOtherInACircle) {
    std::vector<Task<>> tasks(3);
    const auto gathers_next = [&](std::size_t self) -> Coro<> {
        co_await rondo::sleep(0s);
        co_await tasks[(self + 1) % tasks.size()];
    };
    run_virtual([&]() -> Coro<> {
        for (std::size_t self = 0; self < tasks.size(); ++self)
            tasks[self] = create_task(gathers_next(self));
        co_await rondo::sleep(1s);
    });
    for (const Task<>& task : tasks) EXPECT_TRUE(task.cancelled());
}

TEST(Runner, ReportsTheFailuresOfLeftOverTasksOnce) {
    support::Reports reports;
    {
        Runner runner({.virtual_time = true});
        reports.listen_to(runner.get_loop());
        const auto main = []() -> Coro<> {
            create_task(fail_in_clean_up(), "careless");
            create_task(rondo::sleep(1h), "quiet");
            co_await rondo::sleep(0s);
        };
        runner.run(main());
        EXPECT_TRUE(reports.all.empty());
    }
    EXPECT_EQ(reports.all, (Log{"unhandled exception during rondo::run() shutdown | "
                                "std::runtime_error: clean-up failed | careless"}));
}

TEST(Runner, ATaskThatRefusesToBeCancelledIsWaitedFor) {
    Log log;
    Task<int> stubborn;
    run_virtual([&]() -> Coro<> {
        stubborn = create_task([&log]() -> Coro<int> {
            try {
                co_await rondo::sleep(1h);
            } catch (const rondo::CancelledError&) {
                log.emplace_back("no");
            }
            co_await rondo::sleep(1h);
            co_return 3;
        });
        co_await rondo::sleep(0s);
    });
    EXPECT_EQ(log, (Log{"no"}));
    EXPECT_EQ(stubborn.result(), 3);
}

TEST(Runner, ATaskMadeInACleanUpIsNotForgotten) {
    Log log;
    Task<> late;
    support::Reports reports;
    {
        Runner runner({.virtual_time = true});
        reports.listen_to(runner.get_loop());
        const auto make_another = [&]() -> Coro<> {
            try {
                co_await rondo::sleep(1h);
            } catch (const rondo::CancelledError&) {
                late = create_task(rondo::sleep(1h), "late");
                throw;
            }
        };
        const auto main = [&]() -> Coro<> {
            create_task(make_another());
            co_await rondo::sleep(0s);
        };
        runner.run(main());
    }
    // As in asyncio: it came too late to be cancelled, and goes with its loop.
    EXPECT_EQ(reports.all.size(), 1U);
    EXPECT_TRUE(late.cancelled());
}

TEST(Runner, ThatGoesWhileAnotherLoopRunsIsReported) {
    support::Reports reports;
    run_virtual([&]() -> Coro<> {
        Runner inner({.virtual_time = true});
        reports.listen_to(inner.get_loop());
        co_return;
    });
    ASSERT_EQ(reports.all.size(), 1U);
    EXPECT_EQ(reports.all[0],
              "a Runner could not be closed in a tidy way | rondo::RuntimeError: run() cannot be "
              "called from a running event loop | ");
}

TEST(Runner, AMainThatWaitsForEverIsReportedInVirtualTime) {
    const auto main = []() -> Coro<> {
        const rondo::Future<> nobody = rondo::get_running_loop().create_future();
        co_await nobody;
    };
    EXPECT_THROW(rondo::run(main(), {.virtual_time = true}), rondo::RuntimeError);
}

}  // namespace
