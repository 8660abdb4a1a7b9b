#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <string>

namespace {

struct Loop : testing::Test {
    rondo::EventLoop loop;
    std::string order;
    auto note(char letter) {
        return [this, letter] { order += letter; };
    }
    auto stop() {
        return [this] { loop.stop(); };
    }
};

TEST_F(Loop, CallsNothingBeforeItRuns) {
    loop.call_soon(note('a'));
    EXPECT_EQ(order, "");
}

TEST_F(Loop, CallsInTheOrderOfCallSoon) {
    loop.call_soon(note('a'));
    loop.call_soon(note('b'));
    loop.call_soon(note('c'));
    loop.call_soon(stop());
    loop.run_forever();
    EXPECT_EQ(order, "abc");
}

TEST_F(Loop, FinishesTheTurnInWhichItIsStopped) {
    loop.call_soon(note('a'));
    loop.call_soon(stop());
    loop.call_soon(note('b'));
    loop.run_forever();
    EXPECT_EQ(order, "ab");
}

TEST_F(Loop, RunsOneTurnIfItWasStoppedBefore) {
    loop.call_soon(note('a'));
    loop.stop();
    loop.run_forever();
    EXPECT_EQ(order, "a");
}

TEST_F(Loop, CanRunAgain) {
    loop.call_soon(note('a'));
    loop.call_soon(stop());
    loop.run_forever();
    loop.call_soon(note('b'));
    EXPECT_EQ(order, "a");
    loop.call_soon(stop());
    loop.run_forever();
    EXPECT_EQ(order, "ab");
}

TEST_F(Loop, HasAClockThatNeverGoesBack) {
    const auto before = loop.time();
    EXPECT_LE(before, loop.time());
}

}  // namespace
