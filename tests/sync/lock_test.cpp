#include "tests/support/run_virtual.hpp"

#include <rondo/groups/timeout.hpp>
#include <rondo/sync/lock.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::async_with;
using rondo::Coro;
using rondo::create_task;
using rondo::Lock;
using rondo::sleep;
using rondo::Task;
using support::run_virtual;

Coro<> take(Lock lock) { co_await lock.acquire(); }

/// A lock that is held, and two tasks that wait for it.
struct Line {
    Line() : first(create_task(take(lock))), second(create_task(take(lock))) {}

    Lock lock;
    Task<> first;
    Task<> second;
};

Coro<> hold(Line& line) {
    co_await line.lock.acquire();
    co_await sleep(0s);  // the two come to wait
}

TEST(Lock, IsFreeAtFirst) {
    const Lock lock;
    EXPECT_FALSE(lock.locked());
    EXPECT_THROW(lock.release(), rondo::RuntimeError);
}

TEST(Lock, AFreeOneIsTakenWithoutATurn) {
    run_virtual([]() -> Coro<> {
        const Lock lock;
        const auto turned = std::make_shared<bool>(false);
        rondo::get_running_loop().call_soon([turned] { *turned = true; });
        EXPECT_TRUE(co_await lock.acquire());
        EXPECT_TRUE(lock.locked());
        EXPECT_FALSE(*turned);
    });
}

TEST(Lock, CopiesAreTheSameLock) {
    run_virtual([]() -> Coro<> {
        const Lock lock;
        const Lock same = lock;
        Lock assigned;
        assigned = lock;
        co_await lock.acquire();
        EXPECT_TRUE(same.locked());
        assigned.release();
        EXPECT_FALSE(lock.locked());
    });
}

TEST(Lock, IsHandedOnInTheOrderOfAsking) {
    run_virtual([]() -> Coro<> {
        const Lock lock;
        std::string order;
        const auto worker = [&](char name) -> Coro<> {
            co_await async_with(lock, [&]() -> Coro<> {
                order += name;
                co_await sleep(1ms);
            });
        };
        std::vector<Task<>> tasks;
        for (const char name : {'a', 'b', 'c', 'd'}) tasks.push_back(create_task(worker, name));
        for (const Task<>& task : tasks) co_await task;
        EXPECT_EQ(order, "abcd");
        EXPECT_FALSE(lock.locked());
    });
}

TEST(Lock, OneReleaseWakesOne) {
    run_virtual([]() -> Coro<> {
        Line line;
        co_await hold(line);
        const auto& [lock, first, second] = line;
        lock.release();
        EXPECT_FALSE(lock.locked()) << "until the first goes on, nobody has it";
        co_await sleep(1s);
        EXPECT_TRUE(first.done());
        EXPECT_FALSE(second.done());
        EXPECT_TRUE(lock.locked());
        lock.release();
        co_await second;
    });
}

TEST(Lock, WhoIsCancelledAfterTheWakeUpPassesItOn) {
    run_virtual([]() -> Coro<> {
        Line line;
        co_await hold(line);
        const auto& [lock, first, second] = line;
        lock.release();
        first.cancel();
        co_await second;
        EXPECT_TRUE(first.cancelled());
        EXPECT_TRUE(lock.locked());
    });
}

TEST(Lock, WhoIsCancelledWhileALockIsHeldWakesNobody) {
    run_virtual([]() -> Coro<> {
        Line line;
        co_await hold(line);
        const auto& [lock, first, second] = line;
        first.cancel();
        co_await sleep(1s);
        EXPECT_TRUE(first.cancelled());
        EXPECT_FALSE(second.done());
        lock.release();
        co_await second;
    });
}

TEST(Lock, WhoComesMayPassThoseWhoAreAllCancelled) {
    run_virtual([]() -> Coro<> {
        Line line;
        co_await hold(line);
        const auto& [lock, first, second] = line;
        first.cancel();
        second.cancel();
        lock.release();
        const auto turned = std::make_shared<bool>(false);
        rondo::get_running_loop().call_soon([turned] { *turned = true; });
        co_await lock.acquire();
        EXPECT_FALSE(*turned);
        co_await sleep(0s);
        EXPECT_TRUE(first.cancelled() && second.cancelled());
        EXPECT_TRUE(lock.locked());
    });
}

TEST(Lock, AcquireCanBecomeATaskOrBeLimited) {
    run_virtual([]() -> Coro<> {
        const Lock lock;
        EXPECT_TRUE(co_await create_task(lock.acquire()));
        EXPECT_TRUE(lock.locked());
        const auto waiting = create_task(lock.acquire());
        EXPECT_THROW(co_await rondo::wait_for(lock.acquire(), 1s), rondo::TimeoutError);
        lock.release();
        EXPECT_TRUE(co_await waiting);
        lock.release();
        EXPECT_TRUE(co_await rondo::wait_for(lock.acquire(), 1s));
    });
}

TEST(Lock, AsyncWithGivesWhatTheBlockGives) {
    run_virtual([]() -> Coro<> {
        const Lock lock;
        const int result = co_await async_with(lock, [&]() -> Coro<int> {
            EXPECT_TRUE(lock.locked());
            co_return 5;
        });
        EXPECT_EQ(result, 5);
        EXPECT_FALSE(lock.locked());
    });
}

TEST(Lock, AsyncWithKeepsALockThatHasNoName) {
    run_virtual(
        []() -> Coro<> { co_await async_with(Lock(), []() -> Coro<> { co_await sleep(1ms); }); });
}

// A hundred thousand leave from anywhere in the line; if each searched for its place, this would
// not end.
TEST(Lock, LeavingALongLineTakesNoSearch) {
    run_virtual([]() -> Coro<> {
        const Lock lock;
        co_await lock.acquire();
        std::vector<Task<>> tasks;
        for (int i = 0; i < 100'000; ++i) tasks.push_back(create_task(take(lock)));
        co_await sleep(0s);
        for (std::size_t i = tasks.size(); i-- > 1;) tasks[i].cancel();
        co_await sleep(0s);
        lock.release();
        co_await tasks.front();
        EXPECT_TRUE(tasks.back().cancelled());
    });
}

}  // namespace
