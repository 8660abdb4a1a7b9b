#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

using rondo::EventLoop;
using rondo::TimePoint;
using rondo::TimerHandle;

TEST(Cancel, TheFunctionIsNotCalled) {
    EventLoop loop({.virtual_time = true});
    const TimerHandle timeout = loop.call_later(1s, [] { ADD_FAILURE() << "it was cancelled"; });
    loop.call_later(2s, [&] { loop.stop(); });
    timeout.cancel();
    EXPECT_TRUE(timeout.cancelled());
    loop.run_forever();
}

TEST(Cancel, WhatItCapturedIsGoneAtOnce) {
    EventLoop loop({.virtual_time = true});
    auto owned = std::make_shared<int>(7);
    const std::weak_ptr<int> captured = owned;
    const TimerHandle timeout = loop.call_later(1h, [owned] {});
    owned.reset();
    EXPECT_FALSE(captured.expired());
    timeout.cancel();
    EXPECT_TRUE(captured.expired());
}

TEST(Cancel, TheLoopDoesNotWaitForIt) {
    EventLoop loop({.virtual_time = true});
    const TimePoint start = loop.time();
    const TimerHandle timeout = loop.call_later(1h, [] {});
    loop.call_later(1s, [&] { timeout.cancel(); });
    EXPECT_THROW(loop.run_forever(), rondo::RuntimeError) << "there is nothing left to wait for";
    EXPECT_EQ((loop.time() - start) / 1s, 1);
}

TEST(Cancel, LeavesTheOthersInOrder) {
    EventLoop loop({.virtual_time = true});
    std::string order;
    std::map<int, TimerHandle> timers;
    for (const int second : {1, 4, 2, 5, 6, 7, 3})
        timers[second] = loop.call_later(std::chrono::seconds(second),
                                         [&, second] { order += std::to_string(second); });
    timers[5].cancel();
    loop.call_later(8s, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_EQ(order, "123467");
}

TEST(Cancel, WorksInTheTurnInWhichTheTimerIsDue) {
    EventLoop loop({.virtual_time = true});
    TimerHandle second;
    loop.call_later(1s, [&] { second.cancel(); });
    second = loop.call_later(1s, [] { ADD_FAILURE() << "it was due, but cancelled"; });
    loop.call_later(2s, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_TRUE(second.cancelled());
}

TEST(Cancel, TwiceOrTooLateDoesNoHarm) {
    EventLoop loop({.virtual_time = true});
    int calls = 0;
    const TimerHandle done = loop.call_later(1s, [&] { ++calls; });
    const TimerHandle timeout = loop.call_later(2s, [&] { calls += 100; });
    timeout.cancel();
    timeout.cancel();
    loop.call_later(3s, [&] { loop.stop(); });
    loop.run_forever();
    done.cancel();
    EXPECT_EQ(calls, 1);
}

// Arms, cancels and lets time pass at random, and compares with a plain list.
TEST(Cancel, AThousandTimesAtRandom) {
    EventLoop loop({.virtual_time = true});
    std::mt19937 random(2);
    std::multimap<int, int> expected;  // when -> which; equal ones in the order of arming
    std::vector<TimerHandle> handles;
    std::vector<std::multimap<int, int>::iterator> entries;
    std::vector<int> called;
    for (int which = 0; which < 1000; ++which) {
        const int when = 1 + static_cast<int>(random() % 500);
        handles.push_back(loop.call_at(TimePoint(std::chrono::seconds(when)),
                                       [&called, which] { called.push_back(which); }));
        entries.push_back(expected.emplace(when, which));
        if (which % 2 == 0) continue;
        const std::size_t victim = random() % handles.size();
        if (handles[victim].cancelled()) continue;
        handles[victim].cancel();
        expected.erase(entries[victim]);
    }
    loop.call_at(TimePoint(600s), [&] { loop.stop(); });
    loop.run_forever();

    std::vector<int> order;
    for (const auto& [when, which] : expected) order.push_back(which);
    EXPECT_EQ(called, order);
}

}  // namespace
