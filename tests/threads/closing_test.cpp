#include "tests/support/joined_thread.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/semaphore.hpp"
#include "tests/support/signals.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

// Each call is either made, or dropped, or refused; and each function is destroyed, once.
TEST(ClosingALoopThatThreadsCall, NeitherLosesAFunctionNorTouchesOneTwice) {
    struct Counts {
        std::atomic<int> alive = 0;
        std::atomic<int> taken = 0;
        std::atomic<int> refused = 0;
    } counts;
    struct Function {
        explicit Function(Counts& its_counts) : counts(&its_counts) { ++counts->alive; }
        Function(const Function& other) : Function(*other.counts) {}
        ~Function() { --counts->alive; }
        void operator()() const {}
        Counts* counts;
    };
    for (int round = 0; round < 50; ++round) {
        auto loop = std::make_unique<EventLoop>();
        support::Latch begun(3);
        std::vector<support::JoinedThread> callers;
        for (int thread = 0; thread < 3; ++thread)
            callers.emplace_back([&] {
                begun.arrive_and_wait();
                for (int i = 0; i < 200; ++i) {
                    try {
                        loop->call_soon_threadsafe(Function(counts));
                        ++counts.taken;
                    } catch (const RuntimeError&) {
                        ++counts.refused;
                    }
                }
            });
        begun.wait();
        loop->call_soon([&] { loop->stop(); });
        loop->run_forever();
        loop->close();
        callers.clear();  // joins them: only now may the loop be destroyed
        loop.reset();
    }
    EXPECT_EQ(counts.alive, 0);
    EXPECT_EQ(counts.taken + counts.refused, 50 * 3 * 200);
    EXPECT_GT(counts.refused, 0);
}

TEST(ALoopPerThread, RunsBesideTheOthers) {
    constexpr int loops = 4;
    std::vector<int> sums(loops);
    {
        std::vector<support::JoinedThread> threads;
        for (int number = 0; number < loops; ++number)
            threads.emplace_back([&sums, number] {
                sums[static_cast<std::size_t>(number)] = run([](int factor) -> Coro<int> {
                    int sum = 0;
                    for (int i = 0; i < 200; ++i) {
                        auto task = create_task([](int value) -> Coro<int> {
                            co_await sleep(0s);
                            co_return value;
                        }(i * factor));
                        sum += co_await task;
                        if (i % 20 == 0) co_await sleep(100us);
                    }
                    co_return sum;
                }(number));
            });
    }
    for (int number = 0; number < loops; ++number)
        EXPECT_EQ(sums[static_cast<std::size_t>(number)], 19900 * number);
}

TEST(ALoopPerThread, SendsToTheOthers) {
    // A ball goes round between three loops, each in a thread of its own.
    constexpr int loops = 3;
    constexpr int passes = 300;
    std::vector<std::unique_ptr<EventLoop>> ring;
    for (int i = 0; i < loops; ++i) ring.push_back(std::make_unique<EventLoop>());
    struct Ball {
        void operator()() const {
            if (left < loops) ring[at]->stop();
            if (left > 0) {
                const std::size_t to = (at + 1) % ring.size();
                ring[to]->call_soon_threadsafe(Ball{ring, to, left - 1});
            }
        }
        std::vector<std::unique_ptr<EventLoop>>& ring;
        std::size_t at;
        int left;
    };
    ring[0]->call_soon(Ball{ring, 0, passes});
    std::vector<support::JoinedThread> threads;
    for (auto& loop : ring) threads.emplace_back([&loop] { loop->run_forever(); });
    threads.clear();
    for (auto& loop : ring) EXPECT_FALSE(loop->is_running());
}

// A signal has come that nobody has looked at, and what was sent uses the loop as it goes.
TEST(ClosingALoop, WithASignalAndMailThatUsesIt) {
    EventLoop loop;
    loop.add_signal_handler(support::first_signal, [] { FAIL(); });
    int dropped = 0;
    std::shared_ptr<void> guard(nullptr, [&](void*) {
        loop.call_soon([] { FAIL(); });
        loop.remove_signal_handler(support::first_signal);
        ++dropped;
    });
    loop.call_soon_threadsafe([kept = std::move(guard)] {});
    std::raise(support::first_signal);
    loop.close();
    EXPECT_EQ(dropped, 1);
}

TEST(ClosingALoop, RefusesWorkForThreads) {
    EventLoop loop;
    Future<int> dropped;
    std::shared_ptr<void> guard(
        nullptr, [&](void*) { dropped = loop.run_in_executor(nullptr, [] { return 1; }); });
    loop.call_soon([kept = std::move(guard)] {});
    loop.close();
    EXPECT_TRUE(dropped.cancelled());
}

}  // namespace
