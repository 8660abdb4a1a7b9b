#include "sum.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>

namespace {

struct Sum : testing::Test {
    rondo::EventLoop loop;
    int beats = 0;
    std::uint64_t result = 0;

    void beat() {
        ++beats;
        loop.call_soon(&Sum::beat, this);
    }
    void add_up_to(std::uint64_t n) {
        loop.call_soon(&Sum::beat, this);
        loop.call_soon([this, n] {
            sum_up_to(loop, n, [this](std::uint64_t sum) {
                result = sum;
                loop.stop();
            });
        });
        loop.run_forever();
    }
};

TEST_F(Sum, IsRight) {
    add_up_to(1'000'000);
    EXPECT_EQ(result, 500'000'500'000);
}

TEST_F(Sum, IsRightWhereTheSlicesDoNotComeOutEven) {
    add_up_to(2'500);
    EXPECT_EQ(result, 3'126'250);
}

TEST_F(Sum, OfNothingIsNothing) {
    result = 1;
    add_up_to(0);
    EXPECT_EQ(result, 0);
}

TEST_F(Sum, LetsTheHeartBeat) {
    add_up_to(1'000'000);
    EXPECT_GE(beats, 1000) << "a beat for each thousand numbers";
    EXPECT_LE(beats, 1010) << "slices of a thousand, not of less";
}

TEST_F(Sum, BeatsAsOftenAsYouPredicted) {
    add_up_to(1'000'000);
    int predicted = 0;
    std::ifstream("beats.txt") >> predicted;
    EXPECT_NEAR(predicted, beats, 5) << "is what beats.txt says, and what it came to";
}

}  // namespace
