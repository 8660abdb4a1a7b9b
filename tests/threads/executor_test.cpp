#include "tests/support/joined_thread.hpp"
#include "tests/support/semaphore.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/threads/executor.hpp>

#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

/// Work that ends when it is let go.
struct Gate {
    support::Semaphore entered{0};
    support::Semaphore open{0};
    void pass() {
        entered.release();
        open.acquire();
    }
};

TEST(Executor, CallsAFunctionInAnotherThreadAndGivesItsResult) {
    Executor executor;
    const auto here = std::this_thread::get_id();
    EXPECT_NE(executor.submit([] { return std::this_thread::get_id(); }).result(), here);
    EXPECT_EQ(executor.submit([](int a, int b) { return a + b; }, 2, 3).result(), 5);
    std::string text = "a";
    std::string& same = executor.submit([&]() -> std::string& { return text; }).result();
    EXPECT_EQ(&same, &text);
    executor.submit([] {}).result();
}

TEST(Executor, MovesWhatCannotBeCopied) {
    Executor executor;
    auto number = executor
                      .submit(
                          [](std::unique_ptr<int> given) {
                              ++*given;
                              return given;
                          },
                          std::make_unique<int>(41))
                      .result();
    EXPECT_EQ(*number, 42);
}

TEST(Executor, BringsBackAnExceptionWithItsType) {
    Executor executor;
    const auto future = executor.submit([]() -> int { throw std::out_of_range("too far"); });
    EXPECT_THROW(future.result(), std::out_of_range);
    EXPECT_EQ(describe(future.exception()), "std::out_of_range: too far");
    EXPECT_FALSE(executor.submit([] {}).exception());
}

TEST(Executor, DestroysTheFunctionBeforeTheResultIsSeen) {
    Executor executor(1);
    const auto owned = std::make_shared<int>();
    executor.submit([owned] {}).result();
    EXPECT_EQ(owned.use_count(), 1);
    (void)executor.submit([owned] { throw std::runtime_error("no"); }).exception();
    EXPECT_EQ(owned.use_count(), 1);
}

TEST(Executor, StartsNoMoreThreadsThanItMay) {
    Executor executor(2);
    std::atomic<int> at_once = 0;
    std::atomic<int> most = 0;
    std::vector<ThreadsafeFuture<>> futures;
    for (int i = 0; i < 50; ++i)
        futures.push_back(executor.submit([&] {
            const int now = ++at_once;
            for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {}
            std::this_thread::yield();
            --at_once;
        }));
    for (const auto& future : futures) future.result();
    EXPECT_LE(most, 2);
}

TEST(Executor, StartsAsManyThreadsAsItMayWhenAllAreBusy) {
    constexpr int threads = 5;
    Executor executor(threads);
    support::Latch all_there(threads);  // which none leaves before all have come
    std::vector<ThreadsafeFuture<>> futures;
    for (int i = 0; i < threads; ++i)
        futures.push_back(executor.submit([&] { all_there.arrive_and_wait(); }));
    for (const auto& future : futures) future.result();
}

// An idle thread takes one of them: that it is idle still does not mean that it will do for all.
TEST(Executor, StartsThreadsForAllThatComeAtOnceThoughSomeAreIdle) {
    constexpr int at_once = 6;
    for (int round = 0; round < 10; ++round) {
        Executor executor(2 * at_once);
        executor.submit([] {}).result();
        std::this_thread::sleep_for(1ms);   // it becomes idle a moment after the result is there
        support::Latch all_there(at_once);  // which none leaves before all have come
        std::vector<ThreadsafeFuture<>> futures;
        for (int i = 0; i < at_once; ++i)
            futures.push_back(executor.submit([&] { all_there.arrive_and_wait(); }));
        for (const auto& future : futures) future.result();
    }
}

TEST(Executor, UsesAnIdleThreadAgain) {
    Executor executor(8);
    std::set<std::thread::id> threads;
    for (int i = 0; i < 20; ++i) {
        threads.insert(executor.submit([] { return std::this_thread::get_id(); }).result());
        std::this_thread::sleep_for(1ms);  // it becomes idle a moment after the result is there
    }
    EXPECT_LT(threads.size(), 8U);
}

TEST(Executor, BeginsInTheOrderOfSubmitting) {
    Executor executor(1);
    std::vector<int> order;
    std::vector<ThreadsafeFuture<>> futures;
    for (int i = 0; i < 20; ++i)
        futures.push_back(executor.submit([&order, i] { order.push_back(i); }));
    futures.back().result();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(Executor, NeverCallsWhatWasCancelledInTheQueue) {
    Executor executor(1);
    Gate gate;
    const auto owned = std::make_shared<int>();
    bool called = false;
    const auto running = executor.submit([&] { gate.pass(); });
    gate.entered.acquire();
    const auto queued = executor.submit([&called, owned] { called = true; });
    EXPECT_FALSE(running.cancel());
    EXPECT_TRUE(running.running());
    EXPECT_TRUE(queued.cancel());
    EXPECT_TRUE(queued.cancel());  // it is, still
    EXPECT_TRUE(queued.cancelled());
    EXPECT_TRUE(queued.done());
    EXPECT_EQ(owned.use_count(), 1);
    EXPECT_THROW(queued.result(), CancelledError);
    EXPECT_THROW((void)queued.exception(), CancelledError);
    gate.open.release();
    running.result();
    EXPECT_FALSE(running.cancel());
    executor.shutdown();
    EXPECT_FALSE(called);
}

TEST(Executor, ShutdownDoesWhatIsQueuedAndTakesNothingNew) {
    Executor executor(1);
    Gate gate;
    std::atomic<int> done = 0;
    const auto first = executor.submit([&] { gate.pass(); });
    gate.entered.acquire();
    for (int i = 0; i < 3; ++i) executor.submit([&] { ++done; });
    executor.shutdown({.wait = false});
    EXPECT_EQ(done, 0);
    try {
        executor.submit([] {});
        ADD_FAILURE() << "it was taken";
    } catch (const RuntimeError& error) {
        EXPECT_STREQ(error.what(), "cannot schedule new futures after shutdown");
    }
    gate.open.release();
    executor.shutdown();
    EXPECT_EQ(done, 3);
    executor.shutdown();  // twice does no harm
}

TEST(Executor, ShutdownCancelsWhatIsQueuedIfAsked) {
    Executor executor(1);
    Gate gate;
    const auto first = executor.submit([&] { gate.pass(); });
    gate.entered.acquire();
    const auto second = executor.submit([] {});
    executor.shutdown({.wait = false, .cancel_futures = true});
    EXPECT_TRUE(second.cancelled());
    EXPECT_FALSE(first.done());
    gate.open.release();
    first.result();
}

TEST(Executor, DestroyingWaitsForItsWork) {
    std::atomic<int> done = 0;
    {
        Executor executor(2);
        for (int i = 0; i < 20; ++i)
            executor.submit([&] {
                std::this_thread::sleep_for(100us);
                ++done;
            });
    }
    EXPECT_EQ(done, 20);
}

TEST(Executor, OneOfItsThreadsCannotWaitForItself) {
    Executor executor;
    const auto future = executor.submit([&] { executor.shutdown(); });
    EXPECT_THROW(future.result(), RuntimeError);
}

// The last holder of an executor may be the work that it does.
TEST(Executor, MayEndInItsOwnThread) {
    auto executor = std::make_shared<Executor>(1);
    Gate gate;
    const auto last_holder = executor->submit([executor, &gate] { gate.pass(); });
    gate.entered.acquire();
    const auto behind = executor->submit([] { return 2; });
    executor.reset();
    gate.open.release();
    last_holder.result();
    EXPECT_EQ(behind.result(), 2);
}

TEST(Executor, NeedsAThread) { EXPECT_THROW(Executor executor(0), std::invalid_argument); }

TEST(ThreadsafeFuture, ResultWaitsNoLongerThanAsked) {
    Executor executor(1);
    Gate gate;
    const auto future = executor.submit([&] {
        gate.pass();
        return 1;
    });
    EXPECT_THROW((void)future.result(1ms), TimeoutError);
    EXPECT_THROW((void)future.exception(1ms), TimeoutError);
    EXPECT_FALSE(future.done());
    gate.open.release();
    EXPECT_EQ(future.result(1h), 1);
    EXPECT_EQ(future.result(0s), 1);
    EXPECT_TRUE(future.done());
    EXPECT_FALSE(future.running());
    EXPECT_FALSE(future.cancelled());
}

TEST(ThreadsafeFuture, WakesAllThatWait) {
    Executor executor(1);
    Gate gate;
    const auto future = executor.submit([&] {
        gate.pass();
        return std::string("done");
    });
    std::atomic<int> right = 0;
    {
        std::vector<support::JoinedThread> waiting;
        for (int i = 0; i < 4; ++i)
            waiting.emplace_back([&] { right += future.result() == "done" ? 1 : 0; });
        gate.open.release();
    }
    EXPECT_EQ(right, 4);
}

}  // namespace
