#include "tests/support/run_virtual.hpp"

#include <rondo/sync/event.hpp>
#include <rondo/sync/lock.hpp>
#include <rondo/sync/queue.hpp>
#include <rondo/sync/semaphore.hpp>
#include <rondo/tasks/sleep.hpp>
#include <rondo/tasks/task.hpp>

#include <string>

// What acquire, wait and join give may be kept and awaited again: that is right each time, or
// refused.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::sleep;
using support::run_virtual;

template <class A>
Coro<> await_by_reference(A& awaitable) {
    co_await awaitable;
}

TEST(SecondAwait, AnAcquireTakesAUnitEachTimeAndInventsNone) {
    run_virtual([]() -> Coro<> {
        const rondo::Semaphore semaphore(0);
        const auto twice = create_task([&]() -> Coro<> {
            auto acquire = semaphore.acquire();
            co_await acquire;
            EXPECT_TRUE(semaphore.locked());
            co_await acquire;
        });
        co_await sleep(0s);
        semaphore.release();
        co_await sleep(1s);
        EXPECT_FALSE(twice.done()) << "it has to wait again";
        twice.cancel();
        co_await sleep(0s);
        EXPECT_TRUE(twice.cancelled());
        EXPECT_TRUE(semaphore.locked()) << "a unit came from nowhere";
    });
}

TEST(SecondAwait, AnAcquireThatNeedNotWaitForgetsThatItHadTo) {
    run_virtual([]() -> Coro<> {
        const rondo::Semaphore semaphore(0);
        const auto twice = create_task([&]() -> Coro<> {
            auto acquire = semaphore.acquire();
            co_await acquire;
            semaphore.release();
            rondo::current_task().cancel();
            co_await acquire;  // is ready, so the request is for the next await
            EXPECT_TRUE(semaphore.locked());
            co_await sleep(0s);
        });
        co_await sleep(0s);
        semaphore.release();
        co_await sleep(1s);
        EXPECT_TRUE(twice.cancelled());
        EXPECT_TRUE(semaphore.locked()) << "a unit came from nowhere";
    });
}

TEST(SecondAwait, ALockIsTakenEachTime) {
    run_virtual([]() -> Coro<> {
        const rondo::Lock lock;
        co_await lock.acquire();
        const auto twice = create_task([&]() -> Coro<> {
            auto acquire = lock.acquire();
            for (int i = 0; i < 2; ++i) {
                co_await acquire;
                EXPECT_TRUE(lock.locked());
                lock.release();
            }
        });
        co_await sleep(0s);
        lock.release();
        co_await twice;
        EXPECT_FALSE(lock.locked());
    });
}

TEST(SecondAwait, AnEventIsWaitedForEachTime) {
    run_virtual([]() -> Coro<> {
        const rondo::Event event;
        int times = 0;
        const auto twice = create_task([&]() -> Coro<> {
            auto wait = event.wait();
            for (; times < 2; ++times) co_await wait;
        });
        for (int i = 0; i < 2; ++i) {
            co_await sleep(1s);
            EXPECT_EQ(times, i);
            event.set();
            event.clear();
        }
        co_await twice;
    });
}

/// While one task waits for it, another one is refused, and the first one still gets its turn.
template <class A>
void refuses_a_second_task(A& awaitable, auto end_the_wait) {
    run_virtual([&]() -> Coro<> {
        const auto first = create_task(await_by_reference(awaitable));
        co_await sleep(0s);
        std::string refusal;
        try {
            co_await await_by_reference(awaitable);
        } catch (const rondo::RuntimeError& error) {
            refusal = error.what();
        }
        EXPECT_EQ(refusal, "cannot reuse already awaited coroutine");
        end_the_wait();
        try {
            // It would be ready, but the first one is not through yet.
            co_await await_by_reference(awaitable);
            ADD_FAILURE() << "it was not refused";
        } catch (const rondo::RuntimeError&) {}
        co_await sleep(1s);
        EXPECT_TRUE(first.done());
        first.cancel();
    });
}

TEST(SecondAwait, IsRefusedWhileTheFirstOneIsNotOver) {
    const rondo::Event event;
    auto wait = event.wait();
    refuses_a_second_task(wait, [&] { event.set(); });

    const rondo::Lock lock;
    EXPECT_TRUE(lock.acquire().await_ready());
    auto acquire = lock.acquire();
    refuses_a_second_task(acquire, [&] { lock.release(); });

    const rondo::Semaphore semaphore(0);
    auto acquire_unit = semaphore.acquire();
    refuses_a_second_task(acquire_unit, [&] {
        semaphore.release();
        semaphore.release();
    });

    const rondo::Queue<int> queue;
    queue.put_nowait(1);
    auto join = queue.join();
    refuses_a_second_task(join, [&] { queue.task_done(); });
}

}  // namespace
