#include "tests/support/run_virtual.hpp"

#include <rondo/rondo.hpp>

#include <stdexcept>
#include <string>

// Rule 7: wrong use gives a clear error at the place. What this says is part of the interface.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using support::run_virtual;

/// What an error of this type says.
template <class Error>
std::string refusal(const auto& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "it was not refused";
}

TEST(Rule7WrongUseInSync, ReleasingWhatIsFree) {
    EXPECT_EQ(refusal<rondo::RuntimeError>([] { rondo::Lock().release(); }),
              "Lock is not acquired.");
    EXPECT_EQ(refusal<rondo::RuntimeError>([] { rondo::Condition().release(); }),
              "Lock is not acquired.");
    EXPECT_EQ(refusal<std::invalid_argument>([] { rondo::BoundedSemaphore(1).release(); }),
              "BoundedSemaphore released too many times");
}

TEST(Rule7WrongUseInSync, ACountThatCannotBe) {
    EXPECT_EQ(refusal<std::invalid_argument>([] { rondo::Semaphore(-1); }),
              "Semaphore initial value must be >= 0");
    EXPECT_EQ(refusal<std::invalid_argument>([] { rondo::Barrier(0); }), "parties must be > 0");
    EXPECT_EQ(refusal<std::invalid_argument>([] { rondo::Queue<int>().task_done(); }),
              "task_done() called too many times");
}

TEST(Rule7WrongUseInSync, AConditionWithoutItsLock) {
    EXPECT_EQ(refusal<rondo::RuntimeError>([] { rondo::Condition().notify(); }),
              "cannot notify on un-acquired lock");
    EXPECT_EQ(refusal<rondo::RuntimeError>([] { rondo::Condition().notify_all(); }),
              "cannot notify on un-acquired lock");
    EXPECT_EQ(refusal<rondo::RuntimeError>([] { rondo::run(rondo::Condition().wait()); }),
              "cannot wait on un-acquired lock");
}

TEST(Rule7WrongUseInSync, AQueueThatIsEmptyFullOrShutDown) {
    const rondo::Queue<int> queue(1);
    EXPECT_EQ(refusal<rondo::QueueEmpty>([&] { queue.get_nowait(); }), "the queue is empty");
    queue.put_nowait(1);
    EXPECT_EQ(refusal<rondo::QueueFull>([&] { queue.put_nowait(1); }), "the queue is full");
    queue.shutdown();
    EXPECT_EQ(refusal<rondo::QueueShutDown>([&] { queue.put_nowait(1); }),
              "the queue was shut down");
}

/// Runs an awaitable until it waits, in a loop of its own, and cancels it.
Coro<> begin_to_wait(auto awaitable) {
    const auto task = rondo::create_task(std::move(awaitable));
    co_await rondo::sleep(0s);
    EXPECT_TRUE(task.cancel());
    co_await rondo::wait(task);
}

constexpr const char* another_loop =
    "this lock, event or queue is bound to a different event loop: the one in which a task first "
    "waited for it";

TEST(Rule7WrongUseInSync, WaitingInTwoLoops) {
    const rondo::Event event;
    const rondo::Queue<int> queue(1);
    run_virtual([&] { return begin_to_wait(event.wait()); });
    run_virtual([&] { return begin_to_wait(queue.get()); });
    run_virtual([&]() -> Coro<> {
        try {
            co_await event.wait();
            ADD_FAILURE() << "it was not refused";
        } catch (const rondo::RuntimeError& error) {
            EXPECT_STREQ(error.what(), another_loop);
        }
        queue.put_nowait(1);
        try {
            co_await queue.put(2);
            ADD_FAILURE() << "those who put are bound to the loop of those who get";
        } catch (const rondo::RuntimeError& error) {
            EXPECT_STREQ(error.what(), another_loop);
        }
    });
}

TEST(Rule7WrongUseInSync, WhatNeverWaitsBelongsToNoLoop) {
    const rondo::Lock lock;
    for (int i = 0; i < 2; ++i) {
        run_virtual([&]() -> Coro<> {
            co_await lock.acquire();
            lock.release();
        });
    }
    run_virtual([&]() -> Coro<> {
        co_await lock.acquire();
        co_await begin_to_wait(lock.acquire());
    });
}

}  // namespace
