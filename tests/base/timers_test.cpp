// What the heap of chapter 2 and the wheel of chapter 16 have in common: the order.
#include "tests/support/recording_node.hpp"

#include <rondo/base/timer_heap.hpp>
#include <rondo/base/timer_wheel.hpp>

#include <gmock/gmock.h>

#include <deque>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::RecordingTimer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace {

constexpr TimePoint epoch{};
constexpr Duration tick{std::int64_t{1} << tick_bits};

template <class Timers>
class TimersTest : public ::testing::Test {
protected:
    Names names;
    Timers timers;

    // The names of those that are due, in order.
    Names due(TimePoint now) {
        NodeQueue queue;
        timers.collect(now, queue);
        names.clear();
        support::run_all(queue);
        return names;
    }
    Names all_in_order() {
        Names all;
        while (!timers.empty())
            for (const std::string& name : due(timers.earliest())) all.push_back(name);
        return all;
    }
    RecordingTimer timer(std::string name, Duration when) {
        return RecordingTimer(names, std::move(name), epoch + when);
    }
};

using Kinds = ::testing::Types<TimerHeap, TimerWheel>;
TYPED_TEST_SUITE(TimersTest, Kinds);

TYPED_TEST(TimersTest, HaveNoDeadlineAtFirst) {
    EXPECT_TRUE(this->timers.empty());
    EXPECT_EQ(this->timers.earliest(), never);
    EXPECT_THAT(this->due(never), IsEmpty());
}

TYPED_TEST(TimersTest, AreDueInTheOrderOfTheirDeadlines) {
    auto a = this->timer("a", 3s), b = this->timer("b", 1s), c = this->timer("c", 2s);
    for (auto* timer : {&a, &b, &c}) this->timers.arm(*timer);
    EXPECT_THAT(this->due(epoch + 3s), ElementsAre("b", "c", "a"));
    EXPECT_TRUE(this->timers.empty());
}

TYPED_TEST(TimersTest, OfEqualDeadlinesAreDueInTheOrderOfArming) {
    std::deque<RecordingTimer> all;
    Names expected;
    for (int number = 0; number < 100; ++number) {
        expected.push_back(std::to_string(number));
        this->timers.arm(all.emplace_back(this->names, expected.back(), epoch + 1s));
    }
    EXPECT_EQ(this->due(epoch + 1s), expected);
}

TYPED_TEST(TimersTest, ADeadlineOneNanosecondAwayIsNotDue) {
    auto a = this->timer("a", 1s);
    this->timers.arm(a);
    EXPECT_THAT(this->due(epoch + 1s - 1ns), IsEmpty());
    EXPECT_TRUE(a.armed());
    EXPECT_THAT(this->due(epoch + 1s), ElementsAre("a"));
    EXPECT_FALSE(a.armed());
}

TYPED_TEST(TimersTest, AreDueInOrderWithinOneTick) {
    auto a = this->timer("a", 1s + 3ns), b = this->timer("b", 1s + 1ns), c = this->timer("c", 1s);
    for (auto* timer : {&a, &b, &c}) this->timers.arm(*timer);
    EXPECT_THAT(this->due(epoch + 1s + 2ns), ElementsAre("c", "b"));
    EXPECT_EQ(this->timers.earliest(), epoch + 1s + 3ns);
    EXPECT_THAT(this->due(epoch + 1h), ElementsAre("a"));
}

TYPED_TEST(TimersTest, OfThePastAreDueAtOnceInTheirOrder) {
    this->due(epoch + 1h);
    auto a = this->timer("a", 1h), b = this->timer("b", -1h), c = this->timer("c", 0s);
    RecordingTimer d(this->names, "d", TimePoint::min());
    for (auto* timer : {&a, &b, &c, &d}) this->timers.arm(*timer);
    EXPECT_LE(this->timers.earliest(), epoch + 1h);
    EXPECT_THAT(this->due(epoch + 1h), ElementsAre("d", "b", "c", "a"));
}

TYPED_TEST(TimersTest, ADisarmedOneIsNeverDue) {
    auto a = this->timer("a", 1s), b = this->timer("b", 2s), c = this->timer("c", 2s);
    for (auto* timer : {&a, &b, &c}) this->timers.arm(*timer);
    this->timers.disarm(b);
    EXPECT_FALSE(b.armed());
    EXPECT_THAT(this->due(epoch + 1h), ElementsAre("a", "c"));
}

TYPED_TEST(TimersTest, AllMayBeDisarmed) {
    auto a = this->timer("a", 1s), b = this->timer("b", 2h), c = this->timer("c", -2s);
    for (auto* timer : {&a, &b, &c}) this->timers.arm(*timer);
    for (auto* timer : {&b, &c, &a}) this->timers.disarm(*timer);
    EXPECT_TRUE(this->timers.empty());
    EXPECT_EQ(this->timers.earliest(), never);
    EXPECT_THAT(this->due(never), IsEmpty());
}

TYPED_TEST(TimersTest, CanBeArmedAgain) {
    auto a = this->timer("a", 1s);
    this->timers.arm(a);
    this->timers.disarm(a);
    a.when = epoch + 5s;
    this->timers.arm(a);
    EXPECT_THAT(this->due(epoch + 4s), IsEmpty());
    EXPECT_THAT(this->due(epoch + 5s), ElementsAre("a"));
    a.when = epoch + 6s;
    this->timers.arm(a);
    EXPECT_THAT(this->due(epoch + 6s), ElementsAre("a"));
}

// Armed from afar and armed from near by, a deadline is the same deadline.
TYPED_TEST(TimersTest, OfEqualDeadlinesKeepTheirOrderWhenArmedAtDifferentTimes) {
    const Duration deadline = 10 * 64 * tick + 5ns;
    auto a = this->timer("a", deadline), b = this->timer("b", deadline),
         c = this->timer("c", deadline), d = this->timer("d", deadline);
    this->timers.arm(a);
    EXPECT_THAT(this->due(epoch + deadline - 300 * tick), IsEmpty());
    this->timers.arm(b);
    EXPECT_THAT(this->due(epoch + deadline - 2 * tick), IsEmpty());
    this->timers.arm(c);
    EXPECT_THAT(this->due(epoch + deadline - 1ns), IsEmpty());
    this->timers.arm(d);
    EXPECT_THAT(this->due(epoch + deadline), ElementsAre("a", "b", "c", "d"));
}

TYPED_TEST(TimersTest, WhatIsDueNeverIsNotDueAnySooner) {
    RecordingTimer a(this->names, "a", never), b(this->names, "b", never - 1ns);
    this->timers.arm(a);
    this->timers.arm(b);
    EXPECT_THAT(this->due(never - 2ns), IsEmpty());
    EXPECT_THAT(this->due(never - 1ns), ElementsAre("b"));
    EXPECT_EQ(this->timers.earliest(), never);
    this->timers.disarm(a);
}

TYPED_TEST(TimersTest, EveryScaleComesOutInOrder) {
    std::deque<RecordingTimer> all;
    Names expected;
    for (int bit = 0; bit < 63; ++bit) {
        expected.push_back(std::to_string(bit));
        all.emplace_back(this->names, expected.back(), epoch + Duration(std::int64_t{1} << bit));
    }
    for (auto timer = all.rbegin(); timer != all.rend(); ++timer) this->timers.arm(*timer);
    EXPECT_EQ(this->all_in_order(), expected);
}

TYPED_TEST(TimersTest, TakeAllEmptiesThem) {
    auto a = this->timer("a", 1s), b = this->timer("b", -1s), c = this->timer("c", 24h);
    RecordingTimer d(this->names, "d", never);
    for (auto* timer : {&a, &b, &c, &d}) this->timers.arm(*timer);
    NodeQueue queue;
    this->timers.take_all(queue);
    EXPECT_TRUE(this->timers.empty());
    EXPECT_EQ(this->timers.earliest(), never);
    for (auto* timer : {&a, &b, &c, &d}) EXPECT_FALSE(timer->armed());
    support::run_all(queue);
    EXPECT_THAT(this->names, UnorderedElementsAre("a", "b", "c", "d"));

    this->timers.arm(a);
    EXPECT_THAT(this->due(epoch + 1s), ElementsAre("a"));
}

}  // namespace
