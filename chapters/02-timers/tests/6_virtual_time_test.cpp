#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <string>

using namespace std::chrono_literals;

namespace {

using rondo::EventLoop;
using rondo::TimePoint;

TEST(VirtualTime, AnHourTakesNoTime) {
    EventLoop loop({.virtual_time = true});
    const TimePoint start = loop.time();
    const TimePoint really = std::chrono::steady_clock::now();
    loop.call_later(1h, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_EQ(loop.time() - start, 1h);
    EXPECT_LT(std::chrono::steady_clock::now() - really, 1min);
}

TEST(VirtualTime, IsExactlyTheDeadlineInEachCallback) {
    EventLoop loop({.virtual_time = true});
    const TimePoint start = loop.time();
    rondo::Duration first{}, second{};
    loop.call_later(2s, [&] {
        second = loop.time() - start;
        loop.stop();
    });
    loop.call_later(1s, [&] { first = loop.time() - start; });
    loop.run_forever();
    EXPECT_EQ(first, 1s);
    EXPECT_EQ(second, 2s);
}

TEST(VirtualTime, StandsStillWhileThereIsSomethingToDo) {
    EventLoop loop({.virtual_time = true});
    const TimePoint start = loop.time();
    loop.call_later(1h, [] { ADD_FAILURE() << "nothing had to wait for this"; });
    loop.call_soon([&] {
        loop.call_soon([&] { loop.call_soon([&] { loop.stop(); }); });
    });
    loop.run_forever();
    EXPECT_EQ(loop.time(), start);
}

TEST(VirtualTime, DoesNotGoBack) {
    EventLoop loop({.virtual_time = true});
    const TimePoint start = loop.time();
    loop.call_at(start + 1h, [&] {
        loop.call_at(start, [&] { loop.stop(); });  // an hour ago
    });
    loop.run_forever();
    EXPECT_EQ(loop.time() - start, 1h);
}

TEST(VirtualTime, MakesDeadlinesEqualThatAreMeantToBe) {
    EventLoop loop({.virtual_time = true});
    std::string order;
    for (const char letter : {'a', 'b', 'c', 'd'})
        loop.call_later(1s, [&order, letter] { order += letter; });
    loop.call_later(2s, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_EQ(order, "abcd");
}

}  // namespace
