// Rule 1, one turn: ask the kernel; queue what it reports behind what is queued already, then the
// timers that are due; then run exactly those callbacks that are ready at that moment.
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/scripted_poller.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::RecordingNode;
using support::run_turns;
using support::ScriptedPoller;
using support::SocketPair;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace {

// On a kernel that does what the test says, and counts what it is asked.
struct Rule1OneTurn : ::testing::Test {
    ScriptedPoller* kernel = new ScriptedPoller;
    EventLoop loop{std::unique_ptr<Poller>(kernel)};
    Names calls;
    RecordingNode ready{calls, "ready"}, node{calls, "node"};

    std::function<void()> note(std::string name) {
        return [this, name] { calls.push_back(name); };
    }
};

TEST_F(Rule1OneTurn, WhatIsQueuedThenDescriptorsThenTimers) {
    loop.poller().watch(3, Direction::read, ready);
    kernel->script.push_back([&](NodeQueue& queue) { queue.push(ready); });
    loop.call_at(loop.time(), note("timer"));
    loop.call_soon(note("soon"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("soon", "ready", "timer"));
}

TEST_F(Rule1OneTurn, TimersInTheOrderOfDeadlinesAndThenOfArming) {
    const TimePoint now = loop.time();
    loop.call_at(now - 1s, note("a"));
    loop.call_at(now - 3s, note("b"));
    loop.call_at(now, note("c"));
    loop.call_at(now - 3s, note("d"));
    loop.call_at(now + 1ns, note("later"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("b", "d", "a", "c"));
}

TEST_F(Rule1OneTurn, WhatCallbacksScheduleRunsInTheNextTurn) {
    loop.call_soon([&] {
        calls.push_back("first");
        loop.call_soon(note("soon"));
        loop.call_later(-1s, note("overdue"));
        loop.schedule(node);
    });
    loop.call_soon(note("second"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("first", "second"));
    calls.clear();
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("soon", "node", "overdue"));
}

// asyncio: call_later(0) runs after a call_soon made later than it.
TEST_F(Rule1OneTurn, ATimerThatIsDueAtOnceIsBehindWhatIsQueued) {
    loop.call_later(0s, note("timer"));
    loop.call_soon(note("soon"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("soon", "timer"));
}

// asyncio: a timer that arms another overdue one waits for the next turn, and a call_soon goes
// ahead of it.
TEST_F(Rule1OneTurn, ATimerThatArmsAnOverdueTimerDoesNotRunItInTheSameTurn) {
    loop.call_later(0s, [&] {
        calls.push_back("timer");
        loop.call_later(-1s, note("overdue"));
        loop.call_soon(note("soon"));
    });
    loop.call_later(0s, note("second timer"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("timer", "second timer"));
    calls.clear();
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("soon", "overdue"));
}

TEST_F(Rule1OneTurn, WithNothingReadyTheQuestionWaitsUntilTheNearestDeadline) {
    const TimePoint deadline = loop.time() + 50us;
    loop.call_at(deadline + 1h, note("later"));
    loop.call_at(deadline, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_THAT(kernel->waits, ElementsAre(deadline));
}

// A deadline that lies in a later tick may take several questions, none of which waits too long.
TEST_F(Rule1OneTurn, TheQuestionNeverWaitsBeyondTheNearestDeadline) {
    const TimePoint deadline = loop.time() + 3h + 1ns;
    loop.call_at(deadline, [&] {
        EXPECT_EQ(kernel->time, deadline);
        loop.stop();
    });
    loop.run_forever();
    EXPECT_THAT(kernel->waits, Each(::testing::Le(deadline)));
    EXPECT_LE(kernel->waits.size(), 9U);
}

TEST_F(Rule1OneTurn, WithNeitherCallbackNorTimerTheQuestionWaitsForEver) {
    loop.poller().watch(3, Direction::read, ready);
    kernel->script.push_back([&](NodeQueue&) { loop.call_soon([&] { loop.stop(); }); });
    loop.run_forever();
    EXPECT_THAT(kernel->waits, ElementsAre(never));
}

TEST_F(Rule1OneTurn, WithSomethingReadyItIsAskedEveryTurnWithoutWaiting) {
    loop.poller().watch(3, Direction::read, ready);
    for (int turn = 0; turn < 5; ++turn) {
        loop.call_soon(note("soon"));
        run_turns(loop);
    }
    EXPECT_THAT(kernel->waits, SizeIs(5));
    EXPECT_THAT(kernel->waits, Each(TimePoint::min()));
}

TEST_F(Rule1OneTurn, ItIsNotAskedWhileNothingIsRegisteredAndSomethingIsReady) {
    loop.call_later(1h, note("later"));
    for (int turn = 0; turn < 5; ++turn) {
        loop.call_soon(note("soon"));
        run_turns(loop);
    }
    EXPECT_THAT(kernel->waits, IsEmpty());
    loop.poller().watch(3, Direction::read, ready);
    loop.call_soon(note("soon"));
    run_turns(loop);
    EXPECT_THAT(kernel->waits, SizeIs(1));
}

TEST_F(Rule1OneTurn, TheClockIsReadOnceATurnWhileATimerIsArmed) {
    loop.call_later(1h, note("later"));
    for (int turn = 0; turn < 3; ++turn) {
        loop.call_soon(note("soon"));
        kernel->clock_readings = 0;
        run_turns(loop);
        EXPECT_EQ(kernel->clock_readings, 1);
    }
}

TEST_F(Rule1OneTurn, TheClockIsNotReadWhileNoTimerIsArmed) {
    loop.call_later(1h, note("later")).cancel();
    kernel->clock_readings = 0;
    for (int turn = 0; turn < 3; ++turn) {
        loop.call_soon(note("soon"));
        run_turns(loop);
    }
    EXPECT_EQ(kernel->clock_readings, 0);
}

TEST_F(Rule1OneTurn, StopBeforeRunRunsOneTurnWithoutWaiting) {
    loop.call_later(1h, note("later"));
    loop.call_soon([&] { loop.call_soon(note("second turn")); });
    run_turns(loop);
    EXPECT_THAT(calls, IsEmpty());
    EXPECT_THAT(kernel->waits, IsEmpty());
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("second turn"));
}

// The same on the kernels of the system.
class Rule1OneTurnOnEach : public support::OnEachPoller {
protected:
    EventLoop loop{LoopOptions{.poller = GetParam()}};
    SocketPair sockets;
    Names calls;

    std::function<void()> note(std::string name) {
        return [this, name] { calls.push_back(name); };
    }
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(Rule1OneTurnOnEach);

TEST_P(Rule1OneTurnOnEach, WhatIsQueuedThenDescriptorsThenTimers) {
    loop.call_later(0s, note("timer"));
    loop.add_writer(sockets.here(), note("writer"));
    loop.add_reader(sockets.here(), note("reader"));
    sockets.send_here("x");
    loop.call_soon(note("soon"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("soon", "reader", "writer", "timer"));
}

TEST_P(Rule1OneTurnOnEach, ADescriptorDoesNotStarveWhileCallbacksKeepComing) {
    std::function<void()> busy = [&] { loop.call_soon(busy); };
    loop.call_soon(busy);
    loop.add_reader(sockets.here(), [&] { loop.stop(); });
    sockets.send_here("x");
    loop.run_forever();
}

TEST_P(Rule1OneTurnOnEach, ATimerDoesNotStarveWhileADescriptorIsAlwaysReady) {
    loop.add_writer(sockets.here(), note("writer"));
    loop.call_later(1ms, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_FALSE(calls.empty());
}

TEST_P(Rule1OneTurnOnEach, WhatAReaderSchedulesRunsInTheNextTurn) {
    loop.add_reader(sockets.here(), [&] {
        calls.push_back("reader");
        loop.remove_reader(sockets.here());
        loop.call_soon(note("soon"));
    });
    sockets.send_here("x");
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("reader"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("reader", "soon"));
}

// A kernel that fails in the middle has reported something before.
TEST(ATurnThatFails, LosesNothingThatTheKernelHasReported) {
    Names notes;
    RecordingNode reported(notes, "reported");
    auto* const kernel = new ScriptedPoller;
    EventLoop loop{std::unique_ptr<Poller>(kernel)};
    kernel->watch(3, Direction::read, reported);
    kernel->script.push_back([&](NodeQueue& nodes) {
        nodes.push(reported);
        throw std::runtime_error("the kernel fails");
    });
    loop.call_soon([&] { notes.push_back("soon"); });
    EXPECT_THROW(loop.run_forever(), std::runtime_error);
    run_turns(loop);
    EXPECT_THAT(notes, ElementsAre("soon", "reported"));
}

}  // namespace
