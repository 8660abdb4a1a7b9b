#include "tests/support/run_virtual.hpp"

#include <rondo/groups/gather.hpp>
#include <rondo/sync/barrier.hpp>
#include <rondo/tasks/sleep.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Barrier;
using rondo::BrokenBarrierError;
using rondo::Coro;
using rondo::create_task;
using rondo::sleep;
using rondo::Task;
using support::run_virtual;

TEST(Barrier, LetsAllGoWhenTheLastHasCome) {
    run_virtual([]() -> Coro<> {
        const Barrier barrier(3);
        std::string order;
        const auto party = [&](char name) -> Coro<int> {
            const int index = co_await barrier.wait();
            order += name;
            co_return index;
        };
        const auto a = create_task(party, 'a');
        const auto b = create_task(party, 'b');
        co_await sleep(1s);
        EXPECT_EQ(barrier.n_waiting(), 2);
        EXPECT_EQ(barrier.parties(), 3);
        EXPECT_EQ(order, "");
        const auto c = create_task(party, 'c');
        const auto [first, second, third] = co_await rondo::gather(a, b, c);
        EXPECT_EQ(order, "cab") << "the last goes on first";
        EXPECT_EQ(first, 0);
        EXPECT_EQ(second, 1);
        EXPECT_EQ(third, 2);
        EXPECT_EQ(barrier.n_waiting(), 0);
    });
}

TEST(Barrier, WorksRoundAfterRound) {
    run_virtual([]() -> Coro<> {
        const Barrier barrier(4);
        int arrived = 0;
        const auto party = [&](int) -> Coro<> {
            for (int round = 1; round <= 20; ++round) {
                ++arrived;
                co_await barrier.wait();
                EXPECT_GE(arrived, 4 * round) << "somebody went on too early";
                EXPECT_LE(arrived, 4 * round + 3) << "somebody was left behind";
            }
        };
        std::vector<Task<>> tasks;
        for (int i = 0; i < 4; ++i) tasks.push_back(create_task(party, i));
        co_await rondo::gather(tasks);
        EXPECT_EQ(arrived, 80);
    });
}

TEST(Barrier, GivesTheIndexToTheBlock) {
    run_virtual([]() -> Coro<> {
        const Barrier barrier(1);
        const int twice = co_await rondo::async_with(
            barrier, [](int index) -> Coro<int> { co_return index * 2 + 10; });
        EXPECT_EQ(twice, 10);
        co_await rondo::async_with(barrier, []() -> Coro<> { co_return; });
    });
}

TEST(Barrier, AbortedBreaksForAllWhoWaitOrCome) {
    run_virtual([]() -> Coro<> {
        const Barrier barrier(3);
        const auto waiting = create_task(barrier.wait());
        co_await sleep(0s);
        co_await barrier.abort();
        EXPECT_TRUE(barrier.broken());
        EXPECT_THROW(co_await waiting, BrokenBarrierError);
        EXPECT_THROW(co_await barrier.wait(), BrokenBarrierError);
        EXPECT_TRUE(barrier.broken());
        co_await barrier.reset();
        EXPECT_FALSE(barrier.broken());
    });
}

TEST(Barrier, ResetBreaksForThoseWhoWaitOnly) {
    run_virtual([]() -> Coro<> {
        const Barrier barrier(2);
        const auto waiting = create_task(barrier.wait());
        co_await sleep(0s);
        co_await barrier.reset();
        const auto first = create_task(barrier.wait());
        const auto second = create_task(barrier.wait());
        EXPECT_THROW(co_await waiting, BrokenBarrierError);
        EXPECT_EQ(co_await first, 0);
        EXPECT_EQ(co_await second, 1);
        EXPECT_FALSE(barrier.broken());
    });
}

TEST(Barrier, WhoIsCancelledDoesNotCount) {
    run_virtual([]() -> Coro<> {
        const Barrier barrier(2);
        const auto gone = create_task(barrier.wait());
        co_await sleep(0s);
        gone.cancel();
        co_await sleep(0s);
        EXPECT_EQ(barrier.n_waiting(), 0);
        const auto first = create_task(barrier.wait());
        co_await sleep(1s);
        EXPECT_FALSE(first.done());
        EXPECT_EQ(co_await barrier.wait(), 1);
        EXPECT_EQ(co_await first, 0);
    });
}

TEST(Barrier, GivesEachWhoPassesANumberOfItsOwn) {
    run_virtual([]() -> Coro<> {
        const Barrier barrier(4);
        const auto gone = create_task(barrier.wait());
        const auto first = create_task(barrier.wait());
        const auto gone_too = create_task(barrier.wait());
        co_await sleep(0s);
        gone.cancel();
        gone_too.cancel();
        co_await sleep(1s);
        const auto second = create_task(barrier.wait());
        const auto third = create_task(barrier.wait());
        co_await sleep(0s);
        EXPECT_EQ(barrier.n_waiting(), 3);
        EXPECT_EQ(co_await barrier.wait(), 3);
        EXPECT_EQ(co_await first, 0);
        EXPECT_EQ(co_await second, 1);
        EXPECT_EQ(co_await third, 2);
    });
}

TEST(Barrier, WhoIsCancelledWhileItPassesTakesItsNumberAlong) {
    run_virtual([]() -> Coro<> {
        const Barrier barrier(3);
        const auto gone = create_task(barrier.wait());
        const auto second = create_task(barrier.wait());
        co_await sleep(0s);
        gone.cancel();
        EXPECT_EQ(co_await barrier.wait(), 2) << "it counts as long as it has not gone";
        EXPECT_EQ(co_await second, 1);
        EXPECT_THROW(co_await gone, rondo::CancelledError);
        EXPECT_EQ(barrier.n_waiting(), 0);
    });
}

TEST(Barrier, NeedsAParty) {
    EXPECT_THROW(Barrier(0), std::invalid_argument);
    EXPECT_THROW(Barrier(-1), std::invalid_argument);
}

}  // namespace
