#include "tests/support/joined_thread.hpp"
#include "tests/support/owner.hpp"
#include "tests/support/semaphore.hpp"

#include <rondo/rondo.hpp>

#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

using namespace rondo;
using namespace std::chrono_literals;
using support::Owner;

namespace {

/// A loop that runs in a thread of its own.
class LoopElsewhere : public ::testing::Test {
protected:
    ~LoopElsewhere() override { stop(); }
    void stop() {
        if (!thread.joinable()) return;
        loop.call_soon_threadsafe([this] { loop.stop(); });
        thread.join();
    }

    EventLoop loop;
    std::thread thread{[this] { loop.run_forever(); }};
};

using RunCoroutineThreadsafe = LoopElsewhere;

TEST_F(RunCoroutineThreadsafe, GivesTheResult) {
    const auto f = run_coroutine_threadsafe(sleep(1ms, std::string("result")), loop);
    EXPECT_EQ(f.result(), "result");
    EXPECT_EQ(f.result(), "result");
    EXPECT_FALSE(f.exception());
    EXPECT_TRUE(f.done());
    EXPECT_FALSE(f.cancel());
    run_coroutine_threadsafe([]() -> Coro<> { co_return; }(), loop).result();
}

TEST_F(RunCoroutineThreadsafe, RunsInTheLoopsThread) {
    const auto f = run_coroutine_threadsafe(
        []() -> Coro<std::thread::id> { co_return std::this_thread::get_id(); }(), loop);
    EXPECT_EQ(f.result(), thread.get_id());
}

TEST_F(RunCoroutineThreadsafe, MovesAResultThatCannotBeCopied) {
    auto number =
        run_coroutine_threadsafe(
            []() -> Coro<std::unique_ptr<int>> { co_return std::make_unique<int>(42); }(), loop)
            .result();
    EXPECT_EQ(*number, 42);
}

TEST_F(RunCoroutineThreadsafe, GivesTheException) {
    const auto f = run_coroutine_threadsafe(
        []() -> Coro<> {
            co_await sleep(0s);
            throw std::out_of_range("too far");
        }(),
        loop);
    EXPECT_THROW(f.result(), std::out_of_range);
    EXPECT_EQ(describe(f.exception()), "std::out_of_range: too far");
}

TEST_F(RunCoroutineThreadsafe, ResultWaitsNoLongerThanAsked) {
    const auto f = run_coroutine_threadsafe(sleep(1h, 1), loop);
    EXPECT_THROW((void)f.result(1ms), TimeoutError);
    EXPECT_FALSE(f.done());
}

/// Sleeps for long, and tells when it begins and when it is cancelled.
Coro<> sleeper(support::Semaphore& begun, support::Semaphore& cancelled) {
    begun.release();
    try {
        co_await sleep(1h);
    } catch (const CancelledError&) {
        cancelled.release();
        throw;
    }
}

TEST_F(RunCoroutineThreadsafe, CancellingItCancelsTheTask) {
    support::Semaphore begun(0);
    support::Semaphore cancelled(0);
    const auto f = run_coroutine_threadsafe(sleeper(begun, cancelled), loop);
    begun.acquire();
    EXPECT_FALSE(f.running());
    EXPECT_TRUE(f.cancel());
    EXPECT_TRUE(f.cancelled());
    EXPECT_THROW(f.result(), CancelledError);
    cancelled.acquire();
}

TEST_F(RunCoroutineThreadsafe, CancelledBeforeTheLoopHasSeenItItBeginsAndIsCancelled) {
    // As in asyncio: it runs to its first await.
    support::Semaphore hold(0);
    loop.call_soon_threadsafe([&] { hold.acquire(); });
    support::Semaphore begun(0);
    support::Semaphore cancelled(0);
    const auto f = run_coroutine_threadsafe(sleeper(begun, cancelled), loop);
    EXPECT_TRUE(f.cancel());
    hold.release();
    begun.acquire();
    cancelled.acquire();
}

TEST_F(RunCoroutineThreadsafe, ATaskThatIsCancelledCancelsIt) {
    const auto f = run_coroutine_threadsafe(
        []() -> Coro<> {
            current_task().cancel();
            co_await sleep(1h);
        }(),
        loop);
    EXPECT_THROW(f.result(), CancelledError);
    EXPECT_TRUE(f.cancelled());
}

TEST_F(RunCoroutineThreadsafe, IsCancelledWhenTheLoopIsClosed) {
    loop.call_soon_threadsafe(
        [this] { loop.set_exception_handler([](EventLoop&, const ErrorContext&) {}); });
    support::Semaphore begun(0);
    support::Semaphore cancelled(0);
    int alive = 0;
    const Owner owner(alive);
    const auto begins = run_coroutine_threadsafe(sleeper(begun, cancelled), loop);
    begun.acquire();
    stop();
    const auto unseen = run_coroutine_threadsafe([](Owner) -> Coro<> { co_return; }(owner), loop);
    support::JoinedThread waits([&] { EXPECT_THROW(begins.result(), CancelledError); });
    loop.close();
    EXPECT_TRUE(begins.cancelled());
    EXPECT_TRUE(unseen.cancelled());
    EXPECT_EQ(alive, 1);
}

TEST_F(RunCoroutineThreadsafe, IsRefusedByAClosedLoop) {
    stop();
    loop.close();
    EXPECT_THROW(run_coroutine_threadsafe(sleep(0s, 1), loop), RuntimeError);
}

TEST_F(RunCoroutineThreadsafe, TheLoopsOwnThreadCannotWaitForIt) {
    const auto f = run_coroutine_threadsafe(
        [](EventLoop& its_loop) -> Coro<std::string> {
            const auto inner = run_coroutine_threadsafe(sleep(0s, 1), its_loop);
            try {
                (void)inner.result();
            } catch (const RuntimeError& error) {
                co_return error.what();
            }
            co_return "it waited";
        }(loop),
        loop);
    EXPECT_THAT(f.result(), testing::StartsWith("this would wait for ever"));
}

TEST_F(RunCoroutineThreadsafe, FromTheLoopsOwnExecutor) {
    const auto f = run_coroutine_threadsafe(
        [](EventLoop& its_loop) -> Coro<int> {
            co_return co_await to_thread([&its_loop] {
                return run_coroutine_threadsafe(sleep(1ms, 20), its_loop).result() + 1;
            });
        }(loop),
        loop);
    EXPECT_EQ(f.result(), 21);
}

const ContextVar<int> level("level", 0);

TEST_F(RunCoroutineThreadsafe, RunsInACopyOfTheCallersContext) {
    Context context;
    context.run([&] {
        level.set(7);
        const auto f = run_coroutine_threadsafe(
            []() -> Coro<int> {
                const int found = level.get();
                level.set(8);
                co_return found;
            }(),
            loop);
        EXPECT_EQ(f.result(), 7);
        EXPECT_EQ(level.get(), 7);
    });
}

TEST_F(RunCoroutineThreadsafe, ManyFromSeveralThreads) {
    std::atomic<int> sum = 0;
    {
        std::vector<support::JoinedThread> threads;
        for (int number = 0; number < 4; ++number)
            threads.emplace_back([&] {
                for (int i = 0; i < 200; ++i) {
                    const auto f = run_coroutine_threadsafe(sleep(0s, 1), loop);
                    if (i % 3 == 0 && f.cancel()) continue;
                    sum += f.cancelled() ? 0 : f.result();
                }
            });
    }
    EXPECT_GE(sum, 4 * 133);
}

}  // namespace
