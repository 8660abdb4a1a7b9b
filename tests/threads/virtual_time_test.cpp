#include "tests/support/joined_thread.hpp"
#include "tests/support/semaphore.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <string>
#include <thread>

using namespace rondo;
using namespace std::chrono_literals;

// Virtual time jumps only when nothing can come in from outside: from a thread of an executor, from
// one that has promised to call, from a signal.

namespace {

TEST(VirtualTimeWithThreads, DoesNotJumpWhileAThreadIsAtWork) {
    run(
        []() -> Coro<> {
            EventLoop& loop = get_running_loop();
            const TimePoint start = loop.time();
            const auto began = std::chrono::steady_clock::now();
            support::Semaphore open(0);
            auto work = run_in_executor([&] { open.acquire(); });
            co_await sleep(10ms);
            EXPECT_FALSE(work.done());
            open.release();
            co_await work;
            const auto really = std::chrono::steady_clock::now() - began;
            EXPECT_GE(really, 10ms);
            EXPECT_LE(loop.time() - start, really);
            co_await sleep(24h);
            EXPECT_GE(loop.time() - start, 24h);
        }(),
        {.virtual_time = true});
}

TEST(VirtualTimeWithThreads, DoesNotJumpWhileWorkThatNobodyAwaitsGoesOn) {
    run(
        []() -> Coro<> {
            support::Semaphore open(0);
            auto work = run_in_executor([&] { open.acquire(); });
            work.cancel();  // lets go of it; but it may be at work
            auto other = run_in_executor([&] { open.release(); });
            co_await other;
            co_await sleep(1h);
        }(),
        {.virtual_time = true});
}

TEST(VirtualTimeWithThreads, JumpsAgainWhenQueuedWorkWasTakenBack) {
    EventLoop loop({.virtual_time = true});
    Executor executor(1);
    support::Semaphore open(0);
    support::Semaphore entered(0);
    executor.submit([&] {
        entered.release();
        open.acquire();
    });
    entered.acquire();
    loop.run_in_executor(executor, [] {}).cancel();
    const TimePoint start = loop.time();
    loop.run_until_complete(sleep(1h));
    EXPECT_GE(loop.time() - start, 1h);
    open.release();
}

TEST(VirtualTimeWithThreads, WaitsForAThreadThatHasPromisedToCall) {
    EventLoop loop({.virtual_time = true});
    std::string order;
    loop.poller().begin_outside();
    support::JoinedThread other([&] {
        std::this_thread::sleep_for(5ms);
        loop.call_soon_threadsafe([&] {
            order += "thread ";
            loop.poller().end_outside();
        });
    });
    loop.call_later(1h, [&] {
        order += "timer";
        loop.stop();
    });
    loop.run_forever();
    EXPECT_EQ(order, "thread timer");
}

TEST(VirtualTimeWithThreads, WaitingForNobodyIsAnError) {
    EventLoop loop({.virtual_time = true});
    EXPECT_THROW(loop.run_forever(), RuntimeError);
}

}  // namespace
