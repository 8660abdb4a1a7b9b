// Of POSIX: a function can end the thread that called it, and a process forks.
#include "tests/support/child.hpp"
#include "tests/support/semaphore.hpp"

#include <rondo/rondo.hpp>

#include <gmock/gmock.h>

#include <atomic>
#include <memory>

#include <pthread.h>

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

// As old code in C does.
TEST(Executor, AFunctionThatEndsItsThreadHasFailed) {
    Executor executor(1);
    Gate gate;
    const auto owned = std::make_shared<int>();
    const auto first = executor.submit([&gate, owned] {
        gate.pass();
        pthread_exit(nullptr);
    });
    gate.entered.acquire();
    const auto queued = executor.submit([] { return 2; });
    gate.open.release();
    EXPECT_EQ(describe(first.exception()),
              "rondo::RuntimeError: the function has ended the thread that called it");
    EXPECT_EQ(queued.result(), 2);
    for (int i = 0; i < 20; ++i)
        EXPECT_THROW(executor.submit([] { pthread_exit(nullptr); }).result(), RuntimeError);
    EXPECT_EQ(executor.submit([] { return 3; }).result(), 3);
    EXPECT_EQ(owned.use_count(), 1);
}

TEST(Executor, WhatIsQueuedIsDoneThoughTheThreadsEndDuringShutdown) {
    std::atomic<int> done = 0;
    {
        Executor executor(2);
        for (int i = 0; i < 20; ++i)
            executor.submit([&] {
                ++done;
                pthread_exit(nullptr);
            });
    }
    EXPECT_EQ(done, 20);
}

// Threads stay with the parent, so the child has nobody to wait for.
TEST(Executor, IsOfNoUseInAChildThatWasForked) {
    auto executor = std::make_unique<Executor>(2);
    executor->submit([] {}).result();
    const pid_t child = fork();
    if (child == 0) {
        alarm(30);
        int status = 1;
        try {
            executor->submit([] {});
        } catch (const RuntimeError&) {
            status = 0;
        }
        executor->shutdown();
        executor.reset();
        _exit(status);
    }
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_EQ(executor->submit([] { return 1; }).result(), 1);
}

TEST(ToThread, AFunctionThatEndsItsThreadHasFailed) {
    run([]() -> Coro<> {
        auto coro = to_thread([] { pthread_exit(nullptr); });
        EXPECT_THROW(co_await coro, RuntimeError);
        EXPECT_EQ(co_await to_thread([] { return 1; }), 1);
    }());
}

}  // namespace
