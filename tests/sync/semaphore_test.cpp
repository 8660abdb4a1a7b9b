#include "tests/support/run_virtual.hpp"

#include <rondo/sync/semaphore.hpp>
#include <rondo/tasks/sleep.hpp>
#include <rondo/tasks/task.hpp>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::async_with;
using rondo::BoundedSemaphore;
using rondo::Coro;
using rondo::create_task;
using rondo::Semaphore;
using rondo::sleep;
using rondo::Task;
using support::run_virtual;

Coro<> take(Semaphore semaphore) { co_await semaphore.acquire(); }

TEST(Semaphore, HasOneUnitUnlessToldOtherwise) {
    run_virtual([]() -> Coro<> {
        const Semaphore semaphore;
        EXPECT_FALSE(semaphore.locked());
        EXPECT_TRUE(co_await semaphore.acquire());
        EXPECT_TRUE(semaphore.locked());
    });
}

TEST(Semaphore, LetsSoManyInAtATime) {
    run_virtual([]() -> Coro<> {
        const Semaphore semaphore(3);
        int inside = 0;
        int most = 0;
        const auto worker = [&](int) -> Coro<> {
            co_await async_with(semaphore, [&]() -> Coro<> {
                most = std::max(most, ++inside);
                co_await sleep(1s);
                --inside;
            });
        };
        std::vector<Task<>> tasks;
        for (int i = 0; i < 7; ++i) tasks.push_back(create_task(worker, i));
        const auto began = rondo::get_running_loop().time();
        for (const Task<>& task : tasks) co_await task;
        EXPECT_EQ(rondo::get_running_loop().time() - began, 3s) << "three, three and one";
        EXPECT_EQ(most, 3);
    });
}

TEST(Semaphore, AUnitBelongsToTheOneWhoIsWoken) {
    run_virtual([]() -> Coro<> {
        const Semaphore semaphore(0);
        const auto first = create_task(take(semaphore));
        co_await sleep(0s);
        semaphore.release();
        EXPECT_TRUE(semaphore.locked());
        const auto second = create_task(take(semaphore));
        co_await sleep(1s);
        EXPECT_TRUE(first.done());
        EXPECT_FALSE(second.done());
        semaphore.release();
        co_await second;
    });
}

TEST(Semaphore, ACancelledOneGivesItsUnitBack) {
    run_virtual([]() -> Coro<> {
        const Semaphore semaphore(0);
        const auto first = create_task(take(semaphore));
        co_await sleep(0s);
        semaphore.release();
        first.cancel();
        co_await sleep(0s);
        EXPECT_TRUE(first.cancelled());
        EXPECT_FALSE(semaphore.locked());
    });
}

TEST(Semaphore, ManyReleasesInOneTurnWakeAsMany) {
    run_virtual([]() -> Coro<> {
        const Semaphore semaphore(0);
        std::vector<Task<>> tasks;
        for (int i = 0; i < 50'000; ++i) tasks.push_back(create_task(take(semaphore)));
        co_await sleep(0s);
        for (std::size_t i = 1; i < tasks.size(); ++i) semaphore.release();
        co_await sleep(0s);
        EXPECT_FALSE(tasks.back().done());
        EXPECT_TRUE(std::all_of(tasks.begin(), tasks.end() - 1,
                                [](const Task<>& task) { return task.done(); }));
        semaphore.release();
        co_await tasks.back();
    });
}

TEST(Semaphore, WhoGoesOnWakesAllForWhomThereAreUnits) {
    run_virtual([]() -> Coro<> {
        const Semaphore semaphore(0);
        const auto first = create_task(take(semaphore));
        co_await sleep(0s);
        for (int i = 0; i < 3; ++i) semaphore.release();
        // There are two more units, but these two come while the first is on its way.
        const auto second = create_task(take(semaphore), rondo::eager);
        const auto third = create_task(take(semaphore), rondo::eager);
        co_await sleep(0s);
        EXPECT_TRUE(first.done());
        EXPECT_FALSE(second.done());
        co_await sleep(0s);
        EXPECT_TRUE(second.done());
        EXPECT_TRUE(third.done()) << "both in the same turn";
    });
}

TEST(Semaphore, APlainOneGrows) {
    const Semaphore semaphore(0);
    semaphore.release();
    EXPECT_FALSE(semaphore.locked());
}

TEST(Semaphore, RefusesLessThanNothing) {
    EXPECT_THROW(Semaphore(-1), std::invalid_argument);
    EXPECT_THROW(BoundedSemaphore(-1), std::invalid_argument);
}

TEST(BoundedSemaphore, RefusesToGrow) {
    run_virtual([]() -> Coro<> {
        const BoundedSemaphore semaphore(2);
        EXPECT_THROW(semaphore.release(), std::invalid_argument);
        co_await semaphore.acquire();
        semaphore.release();
        EXPECT_THROW(semaphore.release(), std::invalid_argument);
    });
}

TEST(BoundedSemaphore, StaysBoundedWhereASemaphoreIsAskedFor) {
    const Semaphore semaphore = BoundedSemaphore(2);
    EXPECT_THROW(semaphore.release(), std::invalid_argument);
}

}  // namespace
