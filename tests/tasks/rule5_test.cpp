#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <string>
#include <vector>

// Rule 5: cancellation is a request, delivered at an await. (The suites Cancel… have it in detail.)

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::run_virtual;

using Log = std::vector<std::string>;

TEST(Rule5CancellationIsARequest, DeliveredAtTheInnermostAwait) {
    run_virtual([]() -> Coro<> {
        Log log;
        const auto level = [&log](auto& self, int depth) -> Coro<> {
            try {
                if (depth == 0)
                    co_await rondo::sleep(1h);
                else
                    co_await self(self, depth - 1);
            } catch (const CancelledError&) {
                log.push_back(std::to_string(depth));
                throw;
            }
        };
        const Task<> task = create_task(level(level, 3));
        co_await rondo::sleep(0s);
        task.cancel();
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_EQ(log, (Log{"0", "1", "2", "3"}));
    });
}

TEST(Rule5CancellationIsARequest, NotDeliveredWhereNothingIsWaitedFor) {
    run_virtual([]() -> Coro<> {
        bool reached_the_end = false;
        const auto work = [](bool& flag) -> Coro<> {
            rondo::current_task().cancel();
            const Future<> done = get_running_loop().create_future();
            done.set_result();
            co_await done;
            flag = true;
        };
        const Task<> task = create_task(work(reached_the_end));
        co_await rondo::sleep(0s);
        EXPECT_TRUE(reached_the_end);
        EXPECT_TRUE(task.cancelled());
    });
}

TEST(Rule5CancellationIsARequest, ItCanBeRefused) {
    run_virtual([]() -> Coro<> {
        const Task<int> task = create_task([]() -> Coro<int> {
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {}
            co_return 1;
        });
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancel());
        EXPECT_EQ(co_await task, 1);
        EXPECT_FALSE(task.cancelled());
    });
}

TEST(Rule5CancellationIsARequest, NotLostWhenItCrossesAResultInTheSameTurn) {
    // Whichever comes first, in one turn, from callbacks that know nothing of each other.
    for (const bool result_first : {true, false}) {
        run_virtual([result_first]() -> Coro<> {
            const Future<> future = get_running_loop().create_future();
            const auto waits = [](Future<> its_future) -> Coro<> { co_await its_future; };
            const Task<> task = create_task(waits(future));
            co_await rondo::sleep(0s);
            const auto finish = [future] {
                if (!future.done()) future.set_result();
            };
            if (result_first) get_running_loop().call_soon(finish);
            get_running_loop().call_soon([task] { EXPECT_TRUE(task.cancel()); });
            if (!result_first) get_running_loop().call_soon(finish);
            co_await rondo::sleep(0s);
            co_await rondo::sleep(0s);
            EXPECT_TRUE(task.cancelled());
        });
    }
}

TEST(Rule5CancellationIsARequest, NotLostInATaskThatHasNotBegun) {
    run_virtual([]() -> Coro<> {
        bool began = false;
        const auto work = [](bool& flag) -> Coro<> {
            flag = true;
            co_return;
        };
        const Task<> task = create_task(work(began));
        task.cancel();
        EXPECT_THROW(co_await task, CancelledError);
        EXPECT_FALSE(began);
    });
}

TEST(Rule5CancellationIsARequest, CountedAndTheCountMayBeZeroWhenATaskEndsCancelled) {
    run_virtual([]() -> Coro<> {
        const Task<> asked = create_task(rondo::sleep(1h));
        const Task<> awaits_it = create_task([&asked]() -> Coro<> { co_await asked; });
        co_await rondo::sleep(0s);
        asked.cancel();
        co_await rondo::sleep(0s);
        co_await rondo::sleep(0s);
        EXPECT_EQ(asked.cancelling(), 1);
        EXPECT_TRUE(awaits_it.cancelled());
        EXPECT_EQ(awaits_it.cancelling(), 0);
    });
}

}  // namespace
