#include <rondo/kernel/choose.hpp>
#include <rondo/kernel/virtual_time.hpp>
#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

using namespace rondo;

namespace {

void set_variable(const char* value) {
#ifdef _WIN32
    _putenv_s("RONDO_POLLER", value);
#else
    value[0] != '\0' ? setenv("RONDO_POLLER", value, 1) : unsetenv("RONDO_POLLER");
#endif
}

class Choosing : public ::testing::Test {
protected:
    Choosing() { set_variable(""); }
    ~Choosing() override { set_variable(""); }

    static std::string refusal(std::string_view name) {
        try {
            make_poller(name);
        } catch (const RuntimeError& error) {
            return error.what();
        }
        return "it was not refused";
    }
};

TEST_F(Choosing, EverySystemHasPoll) {
    const auto names = poller_names();
    EXPECT_NE(std::find(names.begin(), names.end(), "poll"), names.end());
    EXPECT_STREQ(make_poller("poll")->name(), "poll");
}

TEST_F(Choosing, WithoutANameTheFirstIsTaken) {
    EXPECT_EQ(make_poller()->name(), poller_names().front());
}

TEST_F(Choosing, AnUnknownNameIsRefusedWithTheListOfThoseThereAre) {
    const std::string message = refusal("sundial");
    EXPECT_NE(message.find("'sundial'"), std::string::npos) << message;
    for (const std::string_view name : poller_names())
        EXPECT_NE(message.find(name), std::string::npos) << message;
    EXPECT_THROW(EventLoop({.poller = "sundial"}), RuntimeError);
}

TEST_F(Choosing, TheEnvironmentMayChoose) {
    set_variable("poll");
    EXPECT_STREQ(make_poller()->name(), "poll");
    set_variable("sundial");
    const std::string message = refusal("");
    EXPECT_NE(message.find("RONDO_POLLER"), std::string::npos) << message;
}

TEST_F(Choosing, WhatTheProgramSaysCountsMore) {
    set_variable("sundial");
    EXPECT_STREQ(make_poller("poll")->name(), "poll");
    EXPECT_NO_THROW(EventLoop({.poller = "poll"}));
}

TEST_F(Choosing, VirtualTimeStandsInFrontOfAKernel) {
    const VirtualTime poller(make_poller("poll"));
    EXPECT_STREQ(poller.name(), "poll");
}

}  // namespace
