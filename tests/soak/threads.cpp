// Other threads: those that work for a loop, those that send to it, and those that come and go.
#include "tests/soak/soak.hpp"

#include <functional>
#include <optional>
#include <semaphore>
#include <thread>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using namespace soak;

namespace {

Coro<int> three() {
    co_await sleep(0s);
    co_return 3;
}

TEST(Soak, ToThread) {
    stays_small_in_a_loop(
        [](long rounds_now) -> Coro<> {
            for (long i = 0; i < rounds_now; ++i)
                co_await to_thread([](const std::string& text) { return text.size(); },
                                   std::string(50, 'x'));
        },
        10, false);
}

TEST(Soak, ToThreadThatNobodyWaitsFor) {
    stays_small_in_a_loop(
        [](long rounds_now) -> Coro<> {
            for (long i = 0; i < rounds_now; ++i) {
                try {
                    co_await wait_for(to_thread([] {}), 0s);
                } catch (const TimeoutError&) {}
                if (i % 100 == 0) co_await to_thread([] {});
            }
        },
        10, false);
}

/// A loop that runs in a thread of its own.
class Elsewhere {
public:
    ~Elsewhere() {
        loop.call_soon_threadsafe([this] { loop.stop(); });
        thread_.join();
    }
    EventLoop loop;

private:
    std::thread thread_{[this] { loop.run_forever(); }};
};

TEST(Soak, CallSoonThreadsafeFromAnotherThread) {
    Elsewhere elsewhere;
    std::binary_semaphore caught_up(0);
    stays_small([&](long rounds_now) {
        for (long i = 0; i < rounds_now; ++i) {
            elsewhere.loop.call_soon_threadsafe([] {});
            if (i % 2 == 0) elsewhere.loop.call_soon_threadsafe([text = std::string(50, 'x')] {});
            if (i % 1000 != 0) continue;
            elsewhere.loop.call_soon_threadsafe([&] { caught_up.release(); });
            caught_up.acquire();
        }
    });
}

TEST(Soak, RunCoroutineThreadsafe) {
    Elsewhere elsewhere;
    stays_small(
        [&](long rounds_now) {
            for (long i = 0; i < rounds_now; ++i) {
                auto future = run_coroutine_threadsafe(three(), elsewhere.loop);
                if (i % 3 == 0)
                    future.cancel();
                else
                    EXPECT_EQ(future.result(), 3);
            }
        },
        10);
}

TEST(Soak, ThreadsThatComeAndGo) {
    stays_small(
        [](long rounds_now) {
            for (long i = 0; i < rounds_now; ++i) std::thread([] { run(three()); }).join();
        },
        50);
}

// Made before the thread has anything from the pool, so it is destroyed after all that.
thread_local std::vector<Future<>> kept;
TEST(Soak, ThreadsWhoseThreadLocalsKeepFutures) {
    stays_small(
        [](long rounds_now) {
            for (long i = 0; i < rounds_now; ++i)
                std::thread([] {
                    kept.reserve(64);
                    EventLoop loop;
                    for (int number = 0; number < 64; ++number)
                        kept.push_back(loop.create_future<>());
                }).join();
        },
        50);
}

TEST(Soak, ExecutorsThatComeAndGo) {
    stays_small(
        [](long rounds_now) {
            for (long i = 0; i < rounds_now; ++i) {
                Executor executor(2);
                executor.submit([] { return std::string(50, 'x'); }).result();
            }
        },
        50);
}

TEST(Soak, FunctionsThatEndTheirThreads) {
    Executor executor(2);
    stays_small(
        [&](long rounds_now) {
            for (long i = 0; i < rounds_now; ++i)
                EXPECT_THROW(executor.submit([] { pthread_exit(nullptr); }).result(), RuntimeError);
        },
        50);
}

TEST(Soak, CoroutinesFreedInAnotherThread) {
    std::optional<Coro<int>> given;
    std::binary_semaphore full(0), empty(1);
    bool over = false;
    std::thread other([&] {
        for (full.acquire(); !over; full.acquire()) {
            given->close();
            given.reset();
            empty.release();
        }
    });
    stays_small(
        [&](long rounds_now) {
            for (long i = 0; i < rounds_now; ++i) {
                empty.acquire();
                given.emplace(three());
                full.release();
            }
        },
        2);
    empty.acquire();
    over = true;
    full.release();
    other.join();
}

}  // namespace
