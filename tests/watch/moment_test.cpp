#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>
#include <rondo/watch/moment.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;

std::string microseconds(rondo::Duration length) {
    std::string text;
    rondo::append_microseconds(text, length);
    return text;
}

TEST(Moment, WritesLengthsInMicrosecondsWithThreePlaces) {
    EXPECT_EQ(microseconds(0ns), "0.000");
    EXPECT_EQ(microseconds(1ns), "0.001");
    EXPECT_EQ(microseconds(999ns), "0.999");
    EXPECT_EQ(microseconds(1000ns), "1.000");
    EXPECT_EQ(microseconds(1234567ns), "1234.567");
    EXPECT_EQ(microseconds(-20ns), "-0.020");
    EXPECT_EQ(microseconds(-3001ns), "-3.001");
}

Coro<> deep(int depth) {
    if (depth > 1)
        co_await deep(depth - 1);
    else
        co_await rondo::sleep(1h);
}

/// How many coroutines of a stack are written.
std::ptrdiff_t written_of(int depth) {
    std::string text;
    support::run_virtual([&]() -> Coro<> {
        const auto task = rondo::create_task(deep(depth));
        co_await rondo::sleep(1s);
        rondo::append_stack(text, task.core());
        task.cancel();
    });
    return std::count(text.begin(), text.end(), '{');
}

TEST(Moment, WritesTheInnermostHundredOfAStack) {
    EXPECT_EQ(written_of(1), 1);
    EXPECT_EQ(written_of(99), 99);
    EXPECT_EQ(written_of(100), 100);
    EXPECT_EQ(written_of(101), 100);
}

}  // namespace
