#include "tests/support/signals.hpp"

#include "tests/support/joined_thread.hpp"
#include "tests/support/owner.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/turns.hpp"

#include <rondo/rondo.hpp>

#include <gmock/gmock.h>

#include <array>
#include <csignal>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::first_signal;
using support::handler_of;
using support::Owner;
using support::Reports;
using support::run_turns;
using support::second_signal;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

std::string refusal(auto&& wrong_use) {
    try {
        wrong_use();
    } catch (const std::invalid_argument& error) {
        return std::string("invalid_argument: ") + error.what();
    } catch (const RuntimeError& error) {
        return std::string("RuntimeError: ") + error.what();
    }
    return "taken";
}

class Signals : public support::OnEachPoller {
protected:
    auto note(std::string name) {
        return [this, name] { names.push_back(name); };
    }

    EventLoop loop{LoopOptions{.poller = GetParam()}};
    std::vector<std::string> names;
};

SUPPORT_ON_EACH_POLLER(Signals);

TEST_P(Signals, CallAFunctionInTheLoop) {
    loop.add_signal_handler(
        first_signal,
        [&](const std::string& text) {
            EXPECT_EQ(EventLoop::running(), &loop);
            names.push_back(text);
        },
        "hello");
    std::raise(first_signal);
    EXPECT_THAT(names, IsEmpty());
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("hello"));
    std::raise(first_signal);
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("hello", "hello"));
}

TEST_P(Signals, WakeALoopThatSleeps) {
    loop.add_signal_handler(first_signal, [&] { loop.stop(); });
    const support::SignalledThread loops_thread = support::this_thread();
    // To the thread of the loop, and to another one.
    for (const bool here : {true, false}) {
        if (here && support::signals_are_held_back) continue;
        support::JoinedThread other([&] {
            std::this_thread::sleep_for(5ms);
            support::send_signal(here ? loops_thread : support::this_thread(), first_signal);
        });
        loop.run_forever();
    }
}

TEST_P(Signals, AreCountedAndKeepTheirOrder) {
    loop.add_signal_handler(first_signal, note("one"));
    loop.add_signal_handler(second_signal, note("two"));
    for (const int signal : {second_signal, first_signal, first_signal, second_signal})
        std::raise(signal);
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("two", "one", "one", "two"));
}

TEST_P(Signals, NoneIsForgottenHoweverManyCome) {
    loop.add_signal_handler(first_signal, note("one"));
    loop.add_signal_handler(second_signal, note("two"));
    for (int i = 0; i < 1'000; ++i) std::raise(first_signal);
    std::raise(second_signal);
    run_turns(loop);
    EXPECT_GE(names.size(), 100U);
    EXPECT_EQ(names.back(), "two");
    names.clear();
    std::raise(second_signal);
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("two"));
}

TEST_P(Signals, AddingAgainReplacesTheFunction) {
    int alive = 0;
    const Owner owner(alive);
    loop.add_signal_handler(first_signal, [owner, this] { names.push_back("first"); });
    loop.add_signal_handler(first_signal, note("second"));
    EXPECT_EQ(alive, 1);
    std::raise(first_signal);
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("second"));
}

TEST_P(Signals, RemovingPutsBackWhatWasThereBefore) {
    const auto before = [](int) {};
    std::signal(first_signal, before);
    loop.add_signal_handler(first_signal, note("one"));
    loop.add_signal_handler(first_signal, note("again"));
    EXPECT_NE(handler_of(first_signal), +before);
    EXPECT_TRUE(loop.remove_signal_handler(first_signal));
    EXPECT_EQ(handler_of(first_signal), +before);
    EXPECT_FALSE(loop.remove_signal_handler(first_signal));
    std::raise(first_signal);
    run_turns(loop);
    EXPECT_THAT(names, IsEmpty());
    std::signal(first_signal, SIG_DFL);
}

TEST_P(Signals, RemovingInTheFunctionItselfIsSafe) {
    int alive = 0;
    const Owner owner(alive);
    loop.add_signal_handler(first_signal, [owner, this] {
        EXPECT_TRUE(loop.remove_signal_handler(first_signal));
        names.push_back("called");
    });
    std::raise(first_signal);
    std::raise(first_signal);
    run_turns(loop, 2);
    EXPECT_THAT(names, ElementsAre("called"));
    EXPECT_EQ(alive, 1);
}

TEST_P(Signals, ClosingTheLoopRemovesAll) {
    int alive = 0;
    const Owner owner(alive);
    loop.add_signal_handler(first_signal, [owner] {});
    loop.add_signal_handler(second_signal, [owner] {});
    std::raise(first_signal);
    loop.close();
    EXPECT_EQ(handler_of(first_signal), SIG_DFL);
    EXPECT_EQ(handler_of(second_signal), SIG_DFL);
    EXPECT_EQ(alive, 1);
}

TEST_P(Signals, AnExceptionIsReportedAndTheNextSignalIsHandledNevertheless) {
    Reports reports;
    reports.listen_to(loop);
    loop.add_signal_handler(first_signal, [] { throw std::runtime_error("no"); });
    for (int i = 0; i < 2; ++i) {
        std::raise(first_signal);
        run_turns(loop);
    }
    EXPECT_EQ(reports.all.size(), 2U);
}

TEST_P(Signals, WrongOnesAreRefused) {
    const auto nothing = [] {};
    EXPECT_EQ(refusal([&] { loop.add_signal_handler(1000, nothing); }),
              "invalid_argument: invalid signal number 1000");
    EXPECT_EQ(refusal([&] { loop.add_signal_handler(0, nothing); }),
              "invalid_argument: invalid signal number 0");
    EXPECT_EQ(refusal([&] { loop.remove_signal_handler(-1); }),
              "invalid_argument: invalid signal number -1");
    EventLoop other;
    other.add_signal_handler(first_signal, nothing);
    EXPECT_EQ(refusal([&] { loop.add_signal_handler(first_signal, nothing); }),
              "RuntimeError: signal " + std::to_string(first_signal) +
                  " is handled by another event loop");
    other.close();
    EXPECT_EQ(refusal([&] { loop.add_signal_handler(first_signal, nothing); }), "taken");
    loop.close();
    EXPECT_EQ(refusal([&] { loop.add_signal_handler(first_signal, nothing); }),
              "RuntimeError: Event loop is closed");
}

TEST_P(Signals, ReachTheLoopThatHandlesThemWhicheverThreadItRunsIn) {
    support::JoinedThread other([&] {
        EventLoop its_loop(LoopOptions{.poller = GetParam()});
        its_loop.add_signal_handler(first_signal, [&] { its_loop.stop(); });
        its_loop.call_soon([] { support::send_to_program(first_signal); });
        its_loop.run_forever();
    });
}

// What is waited for outside is counted: if one too many is, this sleeps for an hour.
TEST(SignalsInVirtualTime, AreNotWaitedForOnceTheyAreRemovedThoughTheyWereAddedTwice) {
    EventLoop loop({.virtual_time = true});
    loop.add_signal_handler(first_signal, [] {});
    loop.add_signal_handler(first_signal, [] {});
    loop.add_signal_handler(second_signal, [] {});
    loop.remove_signal_handler(first_signal);
    loop.remove_signal_handler(second_signal);
    loop.call_later(1h, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_FALSE(loop.remove_signal_handler(first_signal));
}

// Virtual time must not jump past a signal that may come.
TEST(SignalsInVirtualTime, AreWaitedForReally) {
    EventLoop loop({.virtual_time = true});
    std::string order;
    loop.add_signal_handler(first_signal, [&] {
        order += "signal ";
        loop.remove_signal_handler(first_signal);
    });
    loop.call_later(1h, [&] {
        order += "timer";
        loop.stop();
    });
    const support::SignalledThread here = support::this_thread();
    support::JoinedThread other([here] {
        std::this_thread::sleep_for(5ms);
        support::send_signal(support::signals_are_held_back ? support::this_thread() : here,
                             first_signal);
    });
    loop.run_forever();
    EXPECT_EQ(order, "signal timer");
}

}  // namespace
