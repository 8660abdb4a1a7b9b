#include "tests/support/run_virtual.hpp"

#include <rondo/groups/gather.hpp>
#include <rondo/groups/timeout.hpp>
#include <rondo/sync/queue.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::LifoQueue;
using rondo::PriorityQueue;
using rondo::Queue;
using rondo::sleep;
using rondo::Task;
using support::run_virtual;

/// Takes out all there is.
template <class T>
std::vector<T> empty_out(const Queue<T>& queue) {
    std::vector<T> items;
    while (!queue.empty()) items.push_back(queue.get_nowait());
    return items;
}

TEST(Queue, FirstInFirstOut) {
    const Queue<int> queue;
    for (const int item : {3, 1, 2}) queue.put_nowait(item);
    EXPECT_EQ(queue.qsize(), 3);
    EXPECT_EQ(empty_out(queue), (std::vector<int>{3, 1, 2}));
    EXPECT_TRUE(queue.empty());
}

TEST(Queue, HasNoLimitUnlessTold) {
    for (const std::ptrdiff_t maxsize : {0, -1}) {
        const Queue<int> queue(maxsize);
        for (int i = 0; i < 1000; ++i) queue.put_nowait(i);
        EXPECT_FALSE(queue.full());
        EXPECT_EQ(queue.maxsize(), maxsize);
    }
    const Queue<int> small(1);
    small.put_nowait(1);
    EXPECT_TRUE(small.full());
    EXPECT_THROW(small.put_nowait(2), rondo::QueueFull);
    EXPECT_EQ(small.get_nowait(), 1);
    EXPECT_THROW(small.get_nowait(), rondo::QueueEmpty);
}

TEST(Queue, WhatNeedNotWaitTakesNoTurn) {
    run_virtual([]() -> Coro<> {
        const Queue<int> queue(1);
        const auto turned = std::make_shared<bool>(false);
        rondo::get_running_loop().call_soon([turned] { *turned = true; });
        co_await queue.join();
        co_await queue.put(7);
        EXPECT_EQ(co_await queue.get(), 7);
        EXPECT_FALSE(*turned);
    });
}

TEST(Queue, HandsOverWhatCanOnlyBeMoved) {
    run_virtual([]() -> Coro<> {
        const Queue<std::unique_ptr<int>> queue(1);
        const auto consumer = create_task([&]() -> Coro<int> {
            int sum = 0;
            for (int i = 0; i < 3; ++i) {
                const std::unique_ptr<int> item = co_await queue.get();
                sum += *item;
            }
            co_return sum;
        });
        for (int i = 1; i <= 3; ++i) {
            auto item = std::make_unique<int>(i);
            co_await queue.put(std::move(item));
        }
        EXPECT_EQ(co_await consumer, 6);
        queue.put_nowait(std::make_unique<int>(7));
        EXPECT_EQ(*queue.get_nowait(), 7);
        const auto waiting = create_task(queue.get());
        co_await sleep(0s);
        queue.put_nowait(std::make_unique<int>(8));
        const auto item = co_await std::move(waiting);
        EXPECT_EQ(*item, 8);
    });
}

TEST(Queue, CopiesAreTheSameQueue) {
    const Queue<int> queue;
    const Queue<int> same = queue;
    same.put_nowait(5);
    EXPECT_EQ(queue.get_nowait(), 5);
    EXPECT_TRUE(same.empty());
}

TEST(Queue, ServesGettersInTheirOrder) {
    run_virtual([]() -> Coro<> {
        const Queue<int> queue;
        const auto a = create_task(queue.get());
        const auto b = create_task(queue.get());
        co_await sleep(0s);
        queue.put_nowait(1);
        queue.put_nowait(2);
        EXPECT_EQ(co_await b, 2);
        EXPECT_EQ(co_await a, 1);
    });
}

TEST(Queue, ServesPuttersInTheirOrder) {
    run_virtual([]() -> Coro<> {
        const Queue<int> queue(1);
        queue.put_nowait(0);
        const auto a = create_task(queue.put(1));
        const auto b = create_task(queue.put(2));
        for (int i = 0; i < 3; ++i) {
            co_await sleep(1s);
            EXPECT_EQ(queue.get_nowait(), i);
        }
        EXPECT_TRUE(a.done() && b.done());
    });
}

TEST(Queue, AGetterWhoseItemIsTakenGoesToTheEndOfTheLine) {
    run_virtual([]() -> Coro<> {
        const Queue<int> queue;
        const auto a = create_task(queue.get());
        const auto b = create_task(queue.get());
        co_await sleep(0s);
        queue.put_nowait(1);
        EXPECT_EQ(queue.get_nowait(), 1) << "faster than the one who is woken";
        co_await sleep(0s);
        queue.put_nowait(2);
        co_await sleep(0s);
        EXPECT_TRUE(b.done());
        EXPECT_FALSE(a.done());
        queue.put_nowait(3);
        EXPECT_EQ(co_await a, 3);
    });
}

TEST(Queue, WhoIsCancelledAfterTheWakeUpLeavesTheItemToTheNext) {
    run_virtual([]() -> Coro<> {
        const Queue<int> queue(1);
        const auto a = create_task(queue.get());
        const auto b = create_task(queue.get());
        co_await sleep(0s);
        queue.put_nowait(1);
        a.cancel();
        EXPECT_EQ(co_await b, 1);
        EXPECT_TRUE(a.cancelled());

        queue.put_nowait(2);
        const auto c = create_task(queue.put(3));
        const auto d = create_task(queue.put(4));
        co_await sleep(0s);
        EXPECT_EQ(queue.get_nowait(), 2);
        c.cancel();
        co_await d;
        EXPECT_TRUE(c.cancelled());
        EXPECT_EQ(empty_out(queue), std::vector<int>{4});
    });
}

TEST(Queue, WhoIsCancelledBeforeTheWakeUpDisturbsNobody) {
    run_virtual([]() -> Coro<> {
        const Queue<int> queue;
        const auto a = create_task(queue.get());
        const auto b = create_task(queue.get());
        const auto c = create_task(queue.get());
        const auto d = create_task(queue.get());
        co_await sleep(0s);
        a.cancel();
        queue.put_nowait(1);
        EXPECT_EQ(co_await b, 1);
        queue.put_nowait(2);
        queue.put_nowait(3);
        EXPECT_EQ(co_await c, 2) << "it kept its place";
        EXPECT_EQ(co_await d, 3);
    });
}

TEST(Queue, JoinWaitsForTheWorkOnAllItems) {
    run_virtual([]() -> Coro<> {
        const Queue<int> queue;
        queue.put_nowait(1);
        queue.put_nowait(2);
        const auto joining = create_task(queue.join());
        EXPECT_EQ(empty_out(queue).size(), 2U);
        co_await sleep(1s);
        EXPECT_FALSE(joining.done());
        queue.task_done();
        co_await sleep(1s);
        EXPECT_FALSE(joining.done());
        queue.task_done();
        co_await joining;
        EXPECT_THROW(queue.task_done(), std::invalid_argument);
    });
}

TEST(QueueShutDown, WhatIsInCanBeTakenOut) {
    run_virtual([]() -> Coro<> {
        const Queue<int> queue(1);
        queue.put_nowait(1);
        const auto putting = create_task(queue.put(2));
        co_await sleep(0s);
        queue.shutdown();
        EXPECT_THROW(co_await putting, rondo::QueueShutDown);
        EXPECT_THROW(queue.put_nowait(3), rondo::QueueShutDown);
        EXPECT_EQ(co_await queue.get(), 1);
        EXPECT_THROW(co_await queue.get(), rondo::QueueShutDown);
        EXPECT_THROW(queue.get_nowait(), rondo::QueueShutDown);
        EXPECT_THROW(co_await queue.put(3), rondo::QueueShutDown);
    });
}

TEST(QueueShutDown, AtOnceThrowsAwayWhatIsIn) {
    run_virtual([]() -> Coro<> {
        const auto item = std::make_shared<int>(5);
        const Queue<std::shared_ptr<int>> queue;
        queue.put_nowait(item);
        queue.put_nowait(item);
        const auto joining = create_task(queue.join());
        co_await sleep(0s);
        queue.shutdown({.immediate = true});
        EXPECT_EQ(item.use_count(), 1);
        EXPECT_TRUE(queue.empty());
        co_await joining;
        EXPECT_THROW(queue.get_nowait(), rondo::QueueShutDown);
    });
}

TEST(QueueShutDown, EndsThoseWhoWait) {
    run_virtual([]() -> Coro<> {
        const Queue<int> queue;
        const auto a = create_task(queue.get());
        const auto b = create_task(queue.get());
        co_await sleep(0s);
        queue.shutdown();
        EXPECT_THROW(co_await a, rondo::QueueShutDown);
        EXPECT_THROW(co_await b, rondo::QueueShutDown);
    });
}

TEST(PriorityQueue, GivesTheLeastFirst) {
    const PriorityQueue<int> queue;
    for (const int item : {5, 1, 4, 1, 3}) queue.put_nowait(item);
    EXPECT_EQ(empty_out<int>(queue), (std::vector<int>{1, 1, 3, 4, 5}));
}

TEST(PriorityQueue, TakesAComparison) {
    const PriorityQueue<std::string, std::greater<>> queue;
    for (const char* item : {"b", "c", "a"}) queue.put_nowait(item);
    EXPECT_EQ(empty_out<std::string>(queue), (std::vector<std::string>{"c", "b", "a"}));

    const auto by_length = [](const std::string& a, const std::string& b) {
        return a.size() < b.size();
    };
    const PriorityQueue<std::string, decltype(by_length)> lengths(0, by_length);
    for (const char* item : {"three", "to", "one"}) lengths.put_nowait(item);
    EXPECT_EQ(empty_out<std::string>(lengths), (std::vector<std::string>{"to", "one", "three"}));
}

TEST(PriorityQueue, OrdersWhatCanOnlyBeMoved) {
    using Item = std::pair<int, std::unique_ptr<int>>;
    const auto by_number = [](const Item& a, const Item& b) { return a.first < b.first; };
    const PriorityQueue<Item, decltype(by_number)> queue;
    for (const int number : {2, 3, 1}) queue.put_nowait({number, std::make_unique<int>(number)});
    for (const int number : {1, 2, 3}) EXPECT_EQ(*queue.get_nowait().second, number);
}

TEST(LifoQueue, GivesTheNewestFirst) {
    const LifoQueue<int> queue(3);
    for (const int item : {1, 2, 3}) queue.put_nowait(item);
    EXPECT_TRUE(queue.full());
    EXPECT_EQ(empty_out<int>(queue), (std::vector<int>{3, 2, 1}));
}

TEST(LifoQueue, IsAQueueToThoseWhoTakeOne) {
    run_virtual([]() -> Coro<> {
        const LifoQueue<int> stack;
        const auto difference = [](Queue<int> queue) -> Coro<int> {
            const int first = co_await queue.get();
            co_return first - co_await queue.get();
        };
        const auto task = create_task(difference, stack);
        stack.put_nowait(1);
        stack.put_nowait(5);
        EXPECT_EQ(co_await task, 4);
    });
}

}  // namespace
