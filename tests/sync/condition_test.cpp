#include "tests/support/run_virtual.hpp"

#include <rondo/sync/condition.hpp>
#include <rondo/tasks/sleep.hpp>
#include <rondo/tasks/task.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::async_with;
using rondo::Condition;
using rondo::Coro;
using rondo::create_task;
using rondo::sleep;
using rondo::Task;
using support::run_virtual;

/// Waits for a condition, and notes who it is when it has been notified.
Coro<> wait_and_note(Condition condition, std::string& order, char name) {
    co_await async_with(condition, [&]() -> Coro<> {
        EXPECT_TRUE(co_await condition.wait());
        EXPECT_TRUE(condition.locked());
        order += name;
    });
}

Coro<> notify(Condition condition, int count) {
    co_await async_with(condition, [&]() -> Coro<> {
        condition.notify(count);
        co_return;
    });
}

TEST(Condition, WaitingReleasesTheLock) {
    run_virtual([]() -> Coro<> {
        const Condition condition;
        std::string order;
        const auto task = create_task(wait_and_note(condition, order, 'a'));
        co_await sleep(0s);
        EXPECT_FALSE(condition.locked());
        EXPECT_FALSE(task.done());
        co_await notify(condition, 1);
        co_await task;
        EXPECT_FALSE(condition.locked());
    });
}

TEST(Condition, NotifyWakesThoseWhoHaveWaitedLongest) {
    run_virtual([]() -> Coro<> {
        const Condition condition;
        std::string order;
        std::vector<Task<>> tasks;
        for (const char name : {'a', 'b', 'c', 'd', 'e'})
            tasks.push_back(create_task(wait_and_note(condition, order, name)));
        co_await sleep(0s);
        co_await notify(condition, 2);
        co_await sleep(1s);
        EXPECT_EQ(order, "ab");
        co_await notify(condition, 0);
        co_await notify(condition, -1);
        co_await sleep(1s);
        EXPECT_EQ(order, "ab");
        co_await async_with(condition, [&]() -> Coro<> {
            condition.notify_all();
            co_return;
        });
        co_await sleep(1s);
        EXPECT_EQ(order, "abcde");
    });
}

TEST(Condition, WaitForGivesWhatThePredicateGives) {
    run_virtual([]() -> Coro<> {
        const Condition condition;
        std::string text;
        const auto task = create_task([&]() -> Coro<std::size_t> {
            co_return co_await async_with(condition, [&]() -> Coro<std::size_t> {
                co_return co_await condition.wait_for([&] { return text.size(); });
            });
        });
        co_await sleep(0s);
        co_await notify(condition, 1);
        co_await sleep(1s);
        EXPECT_FALSE(task.done()) << "there was nothing yet";
        text = "abc";
        co_await notify(condition, 1);
        EXPECT_EQ(co_await task, 3U);
    });
}

TEST(Condition, APredicateThatOwnsSomethingHasAName) {
    run_virtual([]() -> Coro<> {
        const Condition condition;
        const auto not_empty = [text = std::string("a long text that lies in the heap")] {
            return !text.empty();
        };
        EXPECT_TRUE(co_await condition.wait_for(not_empty));
    });
}

TEST(Condition, WhoIsCancelledTakesTheLockFirst) {
    run_virtual([]() -> Coro<> {
        const Condition condition;
        std::string order;
        const auto task = create_task(wait_and_note(condition, order, 'a'));
        co_await sleep(0s);
        co_await condition.acquire();
        task.cancel("first");
        co_await sleep(1s);
        task.cancel("second");
        co_await sleep(1s);
        EXPECT_FALSE(task.done()) << "it waits for the lock";
        condition.release();
        try {
            co_await task;
            ADD_FAILURE() << "it was not cancelled";
        } catch (const rondo::CancelledError& error) {
            EXPECT_EQ(error.message(), "second");
        }
        EXPECT_EQ(order, "");
        EXPECT_FALSE(condition.locked());
    });
}

TEST(Condition, WhoIsCancelledAfterANotifyPassesItOn) {
    run_virtual([]() -> Coro<> {
        const Condition condition;
        std::string order;
        const auto first = create_task(wait_and_note(condition, order, 'a'));
        const auto second = create_task(wait_and_note(condition, order, 'b'));
        co_await sleep(0s);
        co_await notify(condition, 1);
        first.cancel();
        co_await second;
        EXPECT_TRUE(first.cancelled());
        EXPECT_EQ(order, "b");
    });
}

TEST(Condition, WhosePredicateThrowsAfterANotifyPassesItOn) {
    run_virtual([]() -> Coro<> {
        const Condition condition;
        int jobs = 0;
        const auto use = [&](bool fails) -> Coro<> {
            co_await async_with(condition, [&]() -> Coro<> {
                co_await condition.wait_for([&] {
                    if (fails && jobs > 0) throw std::runtime_error("cannot look");
                    return jobs > 0;
                });
                --jobs;
            });
        };
        const auto failing = create_task(use, true);
        const auto other = create_task(use, false);
        co_await sleep(0s);
        co_await condition.acquire();
        ++jobs;
        condition.notify();
        condition.release();
        EXPECT_THROW(co_await failing, std::runtime_error);
        co_await sleep(1s);
        EXPECT_TRUE(other.done()) << "the job was for the other one, too";
        EXPECT_EQ(jobs, 0);
        other.cancel();
    });
}

TEST(Condition, SeveralCanShareALock) {
    run_virtual([]() -> Coro<> {
        const rondo::Lock lock;
        const Condition full(lock);
        const Condition empty(lock);
        std::string order;
        const auto first = create_task(wait_and_note(full, order, 'f'));
        const auto second = create_task(wait_and_note(empty, order, 'e'));
        co_await sleep(0s);
        co_await async_with(lock, [&]() -> Coro<> {
            EXPECT_TRUE(full.locked());
            empty.notify();
            co_return;
        });
        co_await second;
        EXPECT_EQ(order, "e");
        first.cancel();
    });
}

}  // namespace
