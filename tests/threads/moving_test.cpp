#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <semaphore>
#include <thread>

using namespace rondo;
using namespace std::chrono_literals;

// A loop that runs in one thread, stops, and goes on in another. Its coroutines must not remember
// where a thread_local of the first one lies: compilers do, if they are let.

namespace {

ContextVar<int> round_of_task("round", 0);

Coro<int> leaf(int number) { co_return number; }

Coro<int> sum_of_three(int number) {
    int sum = 0;
    for (int i = 0; i < 3; ++i) sum += co_await leaf(number + i);
    co_return sum;
}

Coro<int> sum_of_rounds(int rounds) {
    int sum = 0;
    for (int round = 0; round < rounds; ++round) {
        sum += co_await sum_of_three(round);
        co_await sleep(0s);
        sum += co_await create_task(sum_of_three(round));
        round_of_task.set(round);
        get_running_loop().stop();
        co_await sleep(0s);
        EXPECT_EQ(round_of_task.get(), round);
        sum += co_await leaf(1);
    }
    co_return sum;
}

TEST(ALoopThatMoves, GoesOnInAnotherThreadAndBack) {
    constexpr int rounds = 20;
    EventLoop loop;
    const auto task = loop.create_task(sum_of_rounds(rounds));
    task.add_done_callback([&](const AnyFuture&) { loop.stop(); });
    // Both threads live on, by turns: so each has its thread_locals at an address of its own.
    std::binary_semaphore turn[2]{std::binary_semaphore(1), std::binary_semaphore(0)};
    int runs = 0;
    const auto run_by_turns = [&](int self) {
        bool done = false;
        while (!done) {
            turn[self].acquire();
            done = task.done();
            if (!done) {
                ++runs;
                loop.run_forever();
            }
            turn[1 - self].release();
        }
    };
    std::thread other(run_by_turns, 1);
    run_by_turns(0);
    other.join();
    EXPECT_EQ(runs, rounds + 1);
    EXPECT_EQ(task.result(), rounds * (3 * (rounds - 1) + 7));
}

}  // namespace
