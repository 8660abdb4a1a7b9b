#include "tests/support/run_virtual.hpp"

#include <rondo/groups/timeout.hpp>
#include <rondo/sync/queue.hpp>
#include <rondo/tasks/sleep.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// What a queue keeps runs code of the user's: comparisons, moves, destructors. It may throw, and it
// may use the queue.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::LifoQueue;
using rondo::PriorityQueue;
using rondo::Queue;
using rondo::sleep;
using support::run_virtual;

/// How many more comparisons or moves succeed, before one throws.
constexpr int all = 1'000'000;
int moves_left = all;

/// An item whose moves throw when it is told so.
struct Fragile {
    explicit Fragile(int its_number) : number(its_number) {}
    Fragile(Fragile&& other) : number(other.number) {
        if (moves_left-- == 0) throw std::runtime_error("cannot be moved");
    }
    Fragile& operator=(Fragile&&) = delete;
    bool operator<(const Fragile& other) const { return number < other.number; }
    int number;
};

/// A comparison that does what it is told.
struct Compares {
    std::function<void()>* before;
    bool operator()(int a, int b) const {
        if (*before) (*before)();
        return a < b;
    }
};

std::vector<int> numbers_in(const Queue<int>& queue) {
    std::vector<int> numbers;
    while (!queue.empty()) numbers.push_back(queue.get_nowait());
    return numbers;
}

TEST(QueueItems, AComparisonThatThrowsLeavesThePriorityQueueAsItWas) {
    for (int fails_at = 0; fails_at < 5; ++fails_at) {
        std::function<void()> before;
        const PriorityQueue<int, Compares> queue(0, Compares{&before});
        for (const int item : {5, 9, 7, 3, 8, 1, 6}) queue.put_nowait(item);
        int left = fails_at;
        bool thrown = false;
        before = [&] {
            if (left-- == 0) {
                thrown = true;
                throw std::runtime_error("cannot compare");
            }
        };
        try {
            queue.put_nowait(4);
        } catch (const std::runtime_error&) {
            EXPECT_TRUE(thrown);
        }
        before = nullptr;
        EXPECT_EQ(queue.qsize(), thrown ? 7 : 8);
        EXPECT_EQ(numbers_in(queue), thrown ? (std::vector{1, 3, 5, 6, 7, 8, 9})
                                            : (std::vector{1, 3, 4, 5, 6, 7, 8, 9}));
        if (fails_at == 0) {
            EXPECT_TRUE(thrown) << "or this tries nothing";
        }
    }
}

TEST(QueueItems, TakingFromAPriorityQueueComparesNothing) {
    std::function<void()> before;
    const PriorityQueue<int, Compares> queue(0, Compares{&before});
    for (const int item : {2, 3, 1}) queue.put_nowait(item);
    before = [] { throw std::runtime_error("cannot compare"); };
    EXPECT_EQ(numbers_in(queue), (std::vector{1, 2, 3}));
}

TEST(QueueItems, AComparisonMayLookIntoTheQueueButNotChangeIt) {
    std::function<void()> before;
    const PriorityQueue<int, Compares> queue(0, Compares{&before});
    queue.put_nowait(1);
    queue.put_nowait(2);
    before = [&] {
        EXPECT_EQ(queue.qsize(), 2);
        EXPECT_THROW(queue.get_nowait(), rondo::RuntimeError);
        EXPECT_THROW(queue.put_nowait(4), rondo::RuntimeError);
        EXPECT_THROW(queue.shutdown({.immediate = true}), rondo::RuntimeError);
    };
    queue.put_nowait(3);
    before = nullptr;
    EXPECT_EQ(numbers_in(queue), (std::vector{1, 2, 3}));
}

template <class Made>
class QueueOfFragileItems : public testing::Test {};
using Made = testing::Types<Queue<Fragile>, LifoQueue<Fragile>, PriorityQueue<Fragile>>;
TYPED_TEST_SUITE(QueueOfFragileItems, Made);

TYPED_TEST(QueueOfFragileItems, AnItemThatCannotBeMovedInIsNotIn) {
    const TypeParam queue(2);
    queue.put_nowait(Fragile(1));
    moves_left = 0;
    EXPECT_THROW(queue.put_nowait(Fragile(2)), std::runtime_error);
    moves_left = all;
    EXPECT_EQ(queue.qsize(), 1);
    queue.put_nowait(Fragile(3));
    EXPECT_TRUE(queue.full());
    const int first = queue.get_nowait().number;
    EXPECT_EQ(first + queue.get_nowait().number, 4);
}

TYPED_TEST(QueueOfFragileItems, AnItemThatCannotBeMovedOutStaysIn) {
    const TypeParam queue;
    queue.put_nowait(Fragile(1));
    moves_left = 0;
    EXPECT_THROW(queue.get_nowait(), std::runtime_error);
    moves_left = all;
    EXPECT_EQ(queue.qsize(), 1);
    EXPECT_EQ(queue.get_nowait().number, 1);
    EXPECT_TRUE(queue.empty());
}

TYPED_TEST(QueueOfFragileItems, WhatOneGetterCannotTakeTheNextOneDoes) {
    run_virtual([]() -> Coro<> {
        const TypeParam queue;
        std::string log;
        const auto getter = [&](char name) -> Coro<> {
            try {
                const Fragile item = co_await queue.get();
                log += name + std::to_string(item.number);
            } catch (const std::runtime_error&) {
                log += name + std::string("! ");
            }
        };
        const auto a = create_task(getter, 'a');
        const auto b = create_task(getter, 'b');
        co_await sleep(0s);
        queue.put_nowait(Fragile(7));
        moves_left = 0;
        co_await sleep(1s);
        EXPECT_EQ(log, "a! b7");
        EXPECT_TRUE(b.done());
        moves_left = all;
        EXPECT_TRUE(queue.empty());
    });
}

TYPED_TEST(QueueOfFragileItems, RoomThatOnePutterCannotUseTheNextOneDoes) {
    run_virtual([]() -> Coro<> {
        const TypeParam queue(1);
        std::string log;
        const auto putter = [&](int number) -> Coro<> {
            try {
                co_await queue.put(Fragile(number));
                log += std::to_string(number);
            } catch (const std::runtime_error&) {
                log += std::to_string(number) + "! ";
            }
        };
        queue.put_nowait(Fragile(0));
        const auto a = create_task(putter, 1);
        const auto b = create_task(putter, 2);
        co_await sleep(0s);
        EXPECT_EQ(queue.get_nowait().number, 0);
        moves_left = 0;
        co_await sleep(1s);
        moves_left = all;
        EXPECT_EQ(log, "1! 2");
        EXPECT_TRUE(b.done());
        b.cancel();
        EXPECT_EQ(queue.get_nowait().number, 2);
    });
}

/// An item that acts when it is thrown away.
struct Acts {
    std::function<void()> action;
    ~Acts() {
        if (action) action();
    }
};
using ActingItem = std::unique_ptr<Acts>;
ActingItem acting(std::function<void()> action) {
    return std::unique_ptr<Acts>(new Acts{std::move(action)});
}

template <class Made>
class QueueOfActingItems : public testing::Test {};
using MadeActing =
    testing::Types<Queue<ActingItem>, LifoQueue<ActingItem>, PriorityQueue<ActingItem>>;
TYPED_TEST_SUITE(QueueOfActingItems, MadeActing);

TYPED_TEST(QueueOfActingItems, OneThatIsThrownAwayMayTakeTheRestAlong) {
    const TypeParam queue;
    std::vector<std::ptrdiff_t> sizes;
    for (int i = 0; i < 3; ++i)
        queue.put_nowait(acting([&] {
            sizes.push_back(queue.qsize());
            if (!queue.empty()) queue.get_nowait();
        }));
    queue.shutdown({.immediate = true});
    EXPECT_EQ(sizes, (std::vector<std::ptrdiff_t>{2, 1, 0}));
    EXPECT_TRUE(queue.empty());
}

TYPED_TEST(QueueOfActingItems, OneThatIsThrownAwayCannotPutItselfBack) {
    run_virtual([]() -> Coro<> {
        const TypeParam queue;
        int refused = 0;
        queue.put_nowait(acting([&] {
            try {
                queue.put_nowait(nullptr);
            } catch (const rondo::QueueShutDown&) {
                ++refused;
            }
        }));
        const auto joining = create_task(queue.join());
        co_await sleep(0s);
        queue.shutdown({.immediate = true});
        EXPECT_EQ(refused, 1);
        EXPECT_TRUE(queue.empty());
        co_await rondo::wait_for(joining, 1s);
    });
}

/// What is moved out of it leaves a value behind whose end is noticed.
struct LeavesSomething {
    explicit LeavesSomething(std::function<void()>* its_action) : action(its_action) {}
    LeavesSomething(const LeavesSomething& other) = default;
    ~LeavesSomething() {
        if (*action) (*action)();
    }
    bool operator<(const LeavesSomething&) const { return false; }
    std::function<void()>* action;
};
template <class Made>
class QueueOfLeavings : public testing::Test {};
using MadeLeaving = testing::Types<Queue<LeavesSomething>, LifoQueue<LeavesSomething>,
                                   PriorityQueue<LeavesSomething>>;
TYPED_TEST_SUITE(QueueOfLeavings, MadeLeaving);

TYPED_TEST(QueueOfLeavings, WhatIsLeftOfATakenItemEndsWhenItIsCounted) {
    std::function<void()> action;
    const TypeParam queue(2);
    queue.put_nowait(LeavesSomething(&action));
    queue.put_nowait(LeavesSomething(&action));
    std::vector<std::ptrdiff_t> sizes;
    action = [&] {
        if (!sizes.empty()) return;  // what this does makes others, which end too
        sizes.push_back(queue.qsize());
        queue.put_nowait(queue.get_nowait());
    };
    const LeavesSomething item = queue.get_nowait();
    EXPECT_EQ(sizes, std::vector<std::ptrdiff_t>{1});
    EXPECT_EQ(queue.qsize(), 1);
}

TEST(QueueItems, AmongEqualOnesNothingIsLost) {
    const auto by_tens = [](int a, int b) { return a / 10 < b / 10; };
    const PriorityQueue<int, decltype(by_tens)> queue(0, by_tens);
    for (const int item : {25, 11, 24, 12, 23}) queue.put_nowait(item);
    EXPECT_EQ(numbers_in(queue), (std::vector{11, 12, 25, 24, 23}));
}

}  // namespace
