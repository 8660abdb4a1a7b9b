#include "tests/support/owner.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/signals.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::Owner;
using support::RecordingNode;
using support::RecordingTimer;
using support::run_turns;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace {

// Rule 6: destroying a loop with work in flight leaks nothing and touches nothing freed.
class Rule6ClosingALoop : public support::OnEachPoller {
protected:
    std::optional<EventLoop> loop{LoopOptions{.poller = GetParam()}};
    SocketPair sockets;
    std::vector<std::string> calls;
    int owners = 0;

    auto note(std::string name) {
        return [this, name, owner = Owner(owners)] { calls.push_back(name); };
    }
    void fill() {
        loop->call_soon(note("soon"));
        loop->call_later(0s, note("due"));
        loop->call_later(1h, note("later"));
        loop->call_at(never, note("never"));
        loop->add_reader(sockets.here(), note("reader"));
        loop->add_writer(sockets.here(), note("writer"));
        loop->set_exception_handler([owner = Owner(owners)](EventLoop&, const ErrorContext&) {});
    }
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(Rule6ClosingALoop);

TEST_P(Rule6ClosingALoop, DropsAndFreesAllThatIsQueuedArmedOrWatched) {
    fill();
    EXPECT_EQ(owners, 7);
    loop->close();
    EXPECT_TRUE(loop->is_closed());
    EXPECT_LE(owners, 1);  // the exception handler may stay as long as the loop
    loop.reset();
    EXPECT_EQ(owners, 0);
    EXPECT_THAT(calls, IsEmpty());
}

TEST_P(Rule6ClosingALoop, DestroyingDoesTheSame) {
    fill();
    loop.reset();
    EXPECT_EQ(owners, 0);
    EXPECT_THAT(calls, IsEmpty());
}

TEST_P(Rule6ClosingALoop, AfterItRanFreesWhatIsLeft) {
    fill();
    run_turns(*loop);
    EXPECT_THAT(calls, ElementsAre("soon", "writer", "due"));
    loop.reset();
    EXPECT_EQ(owners, 0);
}

TEST_P(Rule6ClosingALoop, TwiceDoesNoHarm) {
    fill();
    loop->close();
    loop->close();
    EXPECT_TRUE(loop->is_closed());
}

TEST_P(Rule6ClosingALoop, DropsNodesWithoutRunningThem) {
    RecordingNode node(calls, "node");
    RecordingTimer soon(calls, "soon", loop->time()), late(calls, "late", loop->time() + 24h);
    loop->schedule(node);
    loop->arm(soon);
    loop->arm(late);
    loop->close();
    EXPECT_THAT(calls, UnorderedElementsAre("node dropped", "soon dropped", "late dropped"));
    EXPECT_FALSE(soon.armed() || late.armed());
}

TEST_P(Rule6ClosingALoop, LeavesDescriptorsOpen) {
    fill();
    loop.reset();
    sockets.send_here("x");
    EXPECT_EQ(sockets.receive_here(), "x");
}

TEST_P(Rule6ClosingALoop, WithADescriptorThatWasClosedBefore) {
    fill();
    sockets.close_here();
    loop.reset();
    EXPECT_EQ(owners, 0);
}

// What calls a function when the last copy of it is destroyed.
template <class F>
std::shared_ptr<void> at_the_end(F function) {
    return {nullptr, [function](void*) { function(); }};
}

TEST_P(Rule6ClosingALoop, FreesWhatDestructorsScheduleMeanwhile) {
    const auto schedule_more = [this] {
        loop->call_soon([this, owner = Owner(owners)] { calls.push_back("never called"); });
        loop->call_later(1h, [last = at_the_end([this] {
                                  loop->call_later(1s, [owner = Owner(owners)] {});
                                  loop->add_reader(sockets.there(), [owner = Owner(owners)] {});
                              })] {});
    };
    const auto nothing = [](const auto&) {};
    loop->call_soon(nothing, at_the_end(schedule_more));
    loop->call_later(1h, nothing, at_the_end(schedule_more));
    loop->add_reader(sockets.here(), nothing, at_the_end(schedule_more));
    loop->close();
    EXPECT_EQ(owners, 0);
    EXPECT_THAT(calls, IsEmpty());
}

TEST_P(Rule6ClosingALoop, TakesNothingMoreFromItsBeginningOn) {
    const auto attempt = [this] {
        EXPECT_TRUE(loop->is_closed());
        EXPECT_TRUE(loop->call_soon(note("soon")).cancelled());
        EXPECT_TRUE(loop->call_later(0s, note("later")).cancelled());
        loop->call_soon_threadsafe(note("mail"));
        loop->add_reader(sockets.there(), note("reader"));
        loop->add_signal_handler(support::first_signal, note("signal"));
        EXPECT_TRUE(loop->ready().empty());
        EXPECT_THAT(loop->armed_timers(), IsEmpty());
        EXPECT_THAT(loop->watched_descriptors(), IsEmpty());
        EXPECT_THROW(loop->run_forever(), RuntimeError);
        loop->close();
        calls.push_back("refused");
    };
    loop->call_soon([last = at_the_end(attempt)] {});
    loop->close();
    EXPECT_EQ(owners, 0);
    EXPECT_THAT(calls, ElementsAre("refused"));
}

TEST_P(Rule6ClosingALoop, DestructorsMayTakeBackOthers) {
    const TimerHandle timer = loop->call_later(1h, note("timer"));
    const Handle soon = loop->call_soon(note("soon"));
    loop->call_soon([](const auto&) {}, at_the_end([this, timer, soon] {
                        timer.cancel();
                        soon.cancel();
                        loop->remove_reader(sockets.here());
                        loop->remove_writer(sockets.here());
                    }));
    loop->add_reader(sockets.here(), note("reader"));
    loop->add_writer(
        sockets.here(), [](const auto&) {},
        at_the_end([this] { loop->remove_reader(sockets.here()); }));
    loop->close();
    EXPECT_EQ(owners, 0);
}

// Rule 7: wrong use gives a clear error at the place.
template <class F>
std::string refusal(F function) {
    try {
        function();
    } catch (const RuntimeError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Rule7WrongUseOfAClosedLoop, IsRefused) {
    EventLoop loop;
    SocketPair sockets;
    loop.close();
    const auto nothing = [] {};
    const std::string closed = "Event loop is closed";
    EXPECT_EQ(refusal([&] { loop.call_soon(nothing); }), closed);
    EXPECT_EQ(refusal([&] { loop.call_later(1s, nothing); }), closed);
    EXPECT_EQ(refusal([&] { loop.call_at(loop.time(), nothing); }), closed);
    EXPECT_EQ(refusal([&] { loop.add_reader(sockets.here(), nothing); }), closed);
    EXPECT_EQ(refusal([&] { loop.add_writer(sockets.here(), nothing); }), closed);
    EXPECT_EQ(refusal([&] { loop.run_forever(); }), closed);
}

TEST(Rule7WrongUseOfAClosedLoop, LooksAndTidyingAreAllowed) {
    EventLoop loop;
    SocketPair sockets;
    loop.close();
    EXPECT_FALSE(loop.remove_reader(sockets.here()));
    EXPECT_FALSE(loop.remove_writer(sockets.here()));
    EXPECT_FALSE(loop.is_running());
    EXPECT_GT(loop.time(), TimePoint{});
    loop.stop();
    loop.set_exception_handler({});
}

TEST(Rule7WrongUseOfALoop, ClosingARunningLoopIsRefused) {
    EventLoop loop;
    std::string answer;
    loop.call_soon([&] { answer = refusal([&] { loop.close(); }); });
    run_turns(loop);
    EXPECT_EQ(answer, "Cannot close a running event loop");
    EXPECT_FALSE(loop.is_closed());
}

TEST(Rule7WrongUseOfALoop, RunningItWithinItselfIsRefused) {
    EventLoop loop;
    std::string answer;
    loop.call_soon([&] { answer = refusal([&] { loop.run_forever(); }); });
    run_turns(loop);
    EXPECT_EQ(answer, "This event loop is already running");
}

TEST(Rule7WrongUseOfALoop, RunningAnotherWithinItIsRefused) {
    EventLoop loop, other;
    std::string answer;
    loop.call_soon([&] {
        answer = refusal([&] { other.run_forever(); });
        EXPECT_EQ(EventLoop::running(), &loop);
    });
    run_turns(loop);
    EXPECT_EQ(answer, "Cannot run the event loop while another loop is running");
    run_turns(other);
}

TEST(Rule7WrongUseOfALoop, RunningItInTwoThreadsIsRefused) {
    EventLoop loop;
    std::string answer;
    loop.call_soon([&] {
        std::thread([&] { answer = refusal([&] { loop.run_forever(); }); }).join();
        EXPECT_TRUE(loop.is_running());
    });
    run_turns(loop);
    EXPECT_EQ(answer, "This event loop is already running");
}

TEST(Rule7WrongUseOfALoop, AskingForTheRunningLoopWhereThereIsNoneIsRefused) {
    EXPECT_EQ(refusal([] { get_running_loop(); }), "no running event loop");
}

// `exit` destroys what is static while the callback that called it is at work.
TEST(ALoopThatIsStaticDeathTest, LeavesTheProgramsStatusAsItIs) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto leave = [] {
        static EventLoop loop;
        SocketPair sockets;
        loop.add_writer(sockets.here(), [] { std::exit(3); });
        loop.run_forever();
    };
    EXPECT_EXIT(leave(), ::testing::ExitedWithCode(3), "");
}

TEST(Rule7WrongUseOfALoopDeathTest, DestroyingARunningLoopEndsTheProgram) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto destroy = [] {
        auto loop = std::make_unique<EventLoop>();
        loop->call_soon([&] { loop.reset(); });
        loop->run_forever();
    };
    EXPECT_DEATH(destroy(), "rondo: an event loop was destroyed while it was running");
}

}  // namespace
