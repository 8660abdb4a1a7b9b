#include "sweep.hpp"
#include "tests/support/owner.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace rondo;
using support::FailingMemory;
using support::sweep;
using support::sweep_main;

// The same with threads: see loop_sweep_test.cpp. It is the loop's thread whose memory runs out.

namespace {

const std::string long_text = "longer than what fits into a string itself, so it needs memory";

TEST(MemorySweepOfThreads, WorkIsTakenAndDoneOrRefused) {
    sweep([](long after) {
        std::atomic<int> calls = 0;
        std::vector<ThreadsafeFuture<int>> futures;
        futures.reserve(3);
        bool failed = false;
        {
            Executor executor(2);
            FailingMemory memory(after);
            for (int i = 0; i < 3; ++i) {
                try {
                    futures.push_back(
                        executor.submit([&calls, text = long_text] { return ++calls; }));
                } catch (const std::bad_alloc&) {}
            }
            failed = memory.stop();
        }
        EXPECT_EQ(calls, static_cast<int>(futures.size()));
        for (const auto& future : futures) EXPECT_GT(future.result(), 0);
        return failed;
    });
}

TEST(MemorySweepOfThreads, WorkForALoop) {
    std::atomic<int> calls = 0;
    int given = 0;
    sweep_main([&]() -> Coro<> {
        const auto work = [&calls](const std::string& text) {
            ++calls;
            return text;
        };
        auto future = run_in_executor(work, long_text);
        ++given;
        EXPECT_EQ(co_await future, long_text);
    });
    EXPECT_EQ(calls, given);
}

TEST(MemorySweepOfThreads, ToThread) {
    static ContextVar<std::string> name("name");
    sweep_main([]() -> Coro<> {
        name.set(long_text);
        const auto work = [](const std::string& text) { return text == name.get(); };
        EXPECT_TRUE(co_await to_thread(work, long_text));
    });
}

TEST(MemorySweepOfThreads, ALoopThatShutsItsExecutorDown) {
    sweep_main([]() -> Coro<> {
        co_await run_in_executor([] {});
        co_await get_running_loop().shutdown_default_executor();
    });
}

Coro<> text_after_an_hour(int& alive) {
    const support::Owner owner(alive);
    co_await sleep(1h);
}

// From the loop's own thread, which does all that the other one would do besides.
TEST(MemorySweepOfThreads, ACoroutineForALoopRunsOrItsFutureSaysThatItDoesNot) {
    for (const bool cancels : {false, true}) {
        sweep([&](long after) {
            EventLoop loop({.virtual_time = true});
            loop.set_exception_handler([](EventLoop&, const ErrorContext&) {});
            int alive = 0;
            FailingMemory memory(after);
            try {
                const auto future = run_coroutine_threadsafe(text_after_an_hour(alive), loop);
                loop.call_soon([&] { loop.stop(); });
                loop.run_forever();
                loop.call_soon([&] { loop.stop(); });
                loop.run_forever();
                EXPECT_FALSE(future.cancelled() && alive != 0);
                if (cancels) {
                    EXPECT_TRUE(future.cancel());
                }
                loop.call_later(2h, [&] { loop.stop(); });
                loop.run_forever();
                EXPECT_TRUE(future.done());
            } catch (const std::bad_alloc&) {}
            const bool failed = memory.stop();
            EXPECT_TRUE(failed || alive == 0);
            loop.close();
            EXPECT_EQ(alive, 0);
            return failed;
        });
    }
}

}  // namespace
