#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::run_turns;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

struct RunForever : ::testing::Test {
    EventLoop loop{LoopOptions{.virtual_time = true}};
    std::vector<std::string> calls;

    auto note(std::string name) {
        return [this, name] { calls.push_back(name); };
    }
};

TEST_F(RunForever, RunsUntilItIsStopped) {
    int turns = 0;
    struct Again {
        EventLoop& loop;
        int& turns;
        void operator()() const {
            if (++turns == 10) loop.stop();
            loop.call_soon(*this);
        }
    };
    loop.call_soon(Again{loop, turns});
    loop.run_forever();
    EXPECT_EQ(turns, 10);
}

TEST_F(RunForever, StopLetsTheBatchFinish) {
    loop.call_soon(note("first"));
    loop.call_soon([&] {
        loop.stop();
        loop.call_soon(note("next turn"));
    });
    loop.call_soon(note("third"));
    loop.call_later(0s, note("timer"));
    loop.run_forever();
    EXPECT_THAT(calls, ElementsAre("first", "third", "timer"));
}

TEST_F(RunForever, WhatWasLeftRunsTheNextTime) {
    loop.call_soon([&] {
        loop.stop();
        loop.call_soon(note("next turn"));
    });
    loop.run_forever();
    EXPECT_THAT(calls, IsEmpty());
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("next turn"));
}

TEST_F(RunForever, StopBeforeItRunsOneTurnExactly) {
    loop.call_soon([&] {
        calls.push_back("first");
        loop.call_soon(note("second"));
    });
    loop.call_later(1s, note("timer"));
    loop.stop();
    loop.run_forever();
    EXPECT_THAT(calls, ElementsAre("first"));
}

TEST_F(RunForever, StopBeforeItRunsTimersThatAreDue) {
    loop.call_later(0s, note("due"));
    loop.call_later(1ns, note("not due"));
    loop.stop();
    loop.run_forever();
    EXPECT_THAT(calls, ElementsAre("due"));
}

TEST_F(RunForever, OneStopStopsItOnce) {
    loop.stop();
    loop.stop();
    loop.run_forever();
    loop.call_soon(note("a"));
    loop.call_later(1s, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_THAT(calls, ElementsAre("a"));
}

TEST_F(RunForever, KnowsWhetherItIsRunning) {
    EXPECT_FALSE(loop.is_running());
    EXPECT_EQ(EventLoop::running(), nullptr);
    loop.call_soon([&] {
        EXPECT_TRUE(loop.is_running());
        EXPECT_EQ(EventLoop::running(), &loop);
        EXPECT_EQ(&get_running_loop(), &loop);
    });
    run_turns(loop);
    EXPECT_FALSE(loop.is_running());
    EXPECT_EQ(EventLoop::running(), nullptr);
}

TEST_F(RunForever, CanRunAgainAfterAnError) {
    EXPECT_THROW(loop.run_forever(), RuntimeError);  // virtual time: nothing to wait for
    EXPECT_FALSE(loop.is_running());
    EXPECT_EQ(EventLoop::running(), nullptr);
    loop.call_soon(note("a"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("a"));
}

TEST_F(RunForever, LoopsMayRunOneAfterTheOther) {
    EventLoop other({.virtual_time = true});
    loop.call_soon(note("loop"));
    other.call_soon(note("other"));
    run_turns(other);
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("other", "loop"));
}

TEST_F(RunForever, EachThreadMayRunALoopOfItsOwn) {
    loop.call_soon([&] {
        std::thread([&] {
            EXPECT_EQ(EventLoop::running(), nullptr);
            EventLoop other;
            other.call_soon([&] {
                EXPECT_EQ(EventLoop::running(), &other);
                calls.push_back("other");
            });
            run_turns(other);
        }).join();
        EXPECT_EQ(EventLoop::running(), &loop);
    });
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("other"));
}

TEST_F(RunForever, ALoopMayBeMadeInOneThreadAndRunInAnother) {
    loop.call_soon(note("a"));
    std::thread([&] { run_turns(loop); }).join();
    EXPECT_THAT(calls, ElementsAre("a"));
}

}  // namespace
