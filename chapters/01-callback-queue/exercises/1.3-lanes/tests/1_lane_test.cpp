#include "lane.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace {

struct Lanes : testing::Test {
    rondo::EventLoop loop;
    Lane alice{loop};
    Lane bob{loop};
    std::string order;
    auto note(char letter) {
        return [this, letter] { order += letter; };
    }
    void run(int turns) {
        for (; turns > 0; --turns) {
            loop.stop();
            loop.run_forever();
        }
    }
};

TEST_F(Lanes, CallInOrder) {
    alice.call_soon(note('1'));
    alice.call_soon(note('2'));
    alice.call_soon(note('3'));
    run(10);
    EXPECT_EQ(order, "123");
}

TEST_F(Lanes, DoNotWaitForEachOther) {
    for (int i = 0; i < 100; ++i) alice.call_soon(note('a'));
    bob.call_soon(note('b'));
    run(1);
    EXPECT_EQ(order, "ab");
    run(200);
    EXPECT_EQ(order.size(), 101U);
}

TEST_F(Lanes, TakeWhatTheirOwnCallbacksQueue) {
    alice.call_soon([this] {
        order += '1';
        alice.call_soon(note('3'));
    });
    alice.call_soon(note('2'));
    run(10);
    EXPECT_EQ(order, "123");
}

TEST_F(Lanes, CanBeUsedAgainAfterTheyWereEmpty) {
    alice.call_soon(note('1'));
    run(10);
    alice.call_soon(note('2'));
    run(10);
    EXPECT_EQ(order, "12");
}

TEST_F(Lanes, SurviveABadCallback) {
    loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
    alice.call_soon([] { throw std::runtime_error("bad"); });
    alice.call_soon(note('2'));
    run(10);
    EXPECT_EQ(order, "2");
}

TEST_F(Lanes, MayBeDestroyedByTheirLastCallback) {
    auto carol = std::make_unique<Lane>(loop);
    carol->call_soon(note('1'));
    carol->call_soon([&] {
        carol.reset();
        order += '2';
    });
    run(10);
    EXPECT_EQ(order, "12");
}

}  // namespace
