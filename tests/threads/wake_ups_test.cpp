#include "tests/support/joined_thread.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/scripted_poller.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <semaphore>
#include <thread>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::run_turns;
using support::ScriptedPoller;

namespace {

#ifdef RONDO_NO_POOL
constexpr int many = 200'000;  // under a sanitizer
#else
constexpr int many = 10'000'000;
#endif
constexpr int threads = 4;

// Whoever loses a wake-up sleeps on, until this finds it out.
constexpr auto too_long = 60s;

class WakeUps : public support::OnEachPoller {
protected:
    /// Runs the loop until somebody stops it. Whether that was in time.
    bool run() {
        bool in_time = true;
        const TimerHandle alarm = loop.call_later(too_long, [&] {
            in_time = false;
            loop.stop();
        });
        loop.run_forever();
        alarm.cancel();
        return in_time;
    }

    EventLoop loop{LoopOptions{.poller = GetParam()}};
};

SUPPORT_ON_EACH_POLLER(WakeUps);

TEST_P(WakeUps, NoneIsLostInTenMillionCalls) {
    const int all = GetParam() == poller_names().front() ? many : many / 10;
    int calls = 0;
    std::vector<support::JoinedThread> callers;
    for (int thread = 0; thread < threads; ++thread)
        callers.emplace_back([&] {
            for (int i = 0; i < all / threads; ++i) {
                loop.call_soon_threadsafe([&] {
                    if (++calls == all) loop.stop();
                });
                // Now and then the loop gets the time to fall asleep.
                if (i % 1'000 == 0) std::this_thread::yield();
            }
        });
    EXPECT_TRUE(run());
    EXPECT_EQ(calls, all);
}

// The loop is about to sleep, or sleeps, whenever a call comes.
TEST_P(WakeUps, NoneIsLostWhenEachCallWaitsForTheOneBefore) {
    constexpr int rounds = many / 500;
    std::atomic<int> done = 0;
    support::JoinedThread caller([&] {
        for (int i = 1; i <= rounds; ++i) {
            loop.call_soon_threadsafe([&done, i] { done = i; });
            while (done != i) std::this_thread::yield();
        }
        loop.call_soon_threadsafe([&] { loop.stop(); });
    });
    EXPECT_TRUE(run());
    EXPECT_EQ(done, rounds);
}

// The next two are about the cost: a wake-up is a system call.
class WakeUpsAreFew : public ::testing::Test {
protected:
    static void elsewhere(auto function) { support::JoinedThread other(function); }

    ScriptedPoller* kernel = new ScriptedPoller;
    EventLoop loop{std::unique_ptr<Poller>(kernel)};
    int calls = 0;
};

TEST_F(WakeUpsAreFew, NoneForALoopThatIsAwake) {
    elsewhere([&] {
        for (int i = 0; i < 10; ++i) loop.call_soon_threadsafe([&] { ++calls; });
    });
    run_turns(loop);
    EXPECT_EQ(calls, 10);
    EXPECT_EQ(kernel->wakes, 0);
    EXPECT_TRUE(kernel->waits.empty());  // and the kernel is not even asked
}

TEST_F(WakeUpsAreFew, OneForALoopThatSleeps) {
    kernel->script.push_back([&](NodeQueue&) {
        elsewhere([&] {
            for (int i = 0; i < 10; ++i)
                loop.call_soon_threadsafe([&] {
                    if (++calls == 10) loop.stop();
                });
        });
    });
    loop.run_forever();
    EXPECT_EQ(kernel->waits.size(), 1U);
    EXPECT_EQ(kernel->wakes, 1);
    run_turns(loop);
    EXPECT_EQ(kernel->wakes, 1);
}

// A kernel that fails leaves the loop saying that it sleeps.
TEST_F(WakeUpsAreFew, AfterTheKernelHasFailedTheLoopSleepsAgain) {
    kernel->script.push_back([](NodeQueue&) { throw std::runtime_error("no kernel"); });
    EXPECT_THROW(loop.run_forever(), std::runtime_error);
    kernel->script.push_back([&](NodeQueue& ready) {
        loop.call_later(0s, [&] { loop.stop(); });
        EXPECT_TRUE(ready.empty());
    });
    loop.run_forever();
    EXPECT_EQ(kernel->waits.size(), 2U);
    EXPECT_EQ(kernel->waits[1], never);
}

}  // namespace
