#include "tests/support/run_virtual.hpp"

#include <rondo/groups/async_with.hpp>
#include <rondo/sync/barrier.hpp>
#include <rondo/sync/condition.hpp>
#include <rondo/sync/lock.hpp>
#include <rondo/sync/semaphore.hpp>

#include <stdexcept>

// What is held by async_with is let go when the block fails, and the error goes on.

namespace {

using rondo::async_with;
using rondo::Coro;
using support::run_virtual;

template <class T>
Coro<> fail_within(const T& held) {
    const auto fail = []() -> Coro<> {
        throw std::runtime_error("within");
        co_return;
    };
    EXPECT_THROW(co_await async_with(held, fail), std::runtime_error);
}

TEST(ErrorsInBlocks, LeaveALockFree) {
    run_virtual([]() -> Coro<> {
        const rondo::Lock lock;
        co_await fail_within(lock);
        EXPECT_FALSE(lock.locked());
    });
}

TEST(ErrorsInBlocks, GiveASemaphoresUnitBack) {
    run_virtual([]() -> Coro<> {
        const rondo::Semaphore semaphore(1);
        co_await fail_within(semaphore);
        EXPECT_FALSE(semaphore.locked());
    });
}

TEST(ErrorsInBlocks, LeaveACondition) {
    run_virtual([]() -> Coro<> {
        const rondo::Condition condition;
        co_await fail_within(condition);
        EXPECT_FALSE(condition.locked());
    });
}

TEST(ErrorsInBlocks, LeaveABarrier) {
    run_virtual([]() -> Coro<> {
        const rondo::Barrier barrier(1);
        co_await fail_within(barrier);
        EXPECT_EQ(barrier.n_waiting(), 0);
        EXPECT_FALSE(barrier.broken());
    });
}

}  // namespace
