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

#include <pthread.h>
#include <unistd.h>

using namespace rondo;
using namespace std::chrono_literals;
using support::Owner;
using support::Reports;
using support::run_turns;
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

void (*handler_of(int signal))(int) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    return action.sa_handler;
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
        SIGUSR1,
        [&](const std::string& text) {
            EXPECT_EQ(EventLoop::running(), &loop);
            names.push_back(text);
        },
        "hello");
    std::raise(SIGUSR1);
    EXPECT_THAT(names, IsEmpty());
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("hello"));
    std::raise(SIGUSR1);
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("hello", "hello"));
}

TEST_P(Signals, WakeALoopThatSleeps) {
    loop.add_signal_handler(SIGUSR1, [&] { loop.stop(); });
    const pthread_t loops_thread = pthread_self();
    // To the thread of the loop, and to another one.
    for (const bool here : {true, false}) {
        std::jthread other([&] {
            std::this_thread::sleep_for(5ms);
            pthread_kill(here ? loops_thread : pthread_self(), SIGUSR1);
        });
        loop.run_forever();
    }
}

TEST_P(Signals, AreCountedAndKeepTheirOrder) {
    loop.add_signal_handler(SIGUSR1, note("one"));
    loop.add_signal_handler(SIGUSR2, note("two"));
    for (const int signal : {SIGUSR2, SIGUSR1, SIGUSR1, SIGUSR2}) std::raise(signal);
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("two", "one", "one", "two"));
}

TEST_P(Signals, NoneIsForgottenHoweverManyCome) {
    loop.add_signal_handler(SIGUSR1, note("one"));
    loop.add_signal_handler(SIGUSR2, note("two"));
    for (int i = 0; i < 1'000; ++i) std::raise(SIGUSR1);
    std::raise(SIGUSR2);
    run_turns(loop);
    EXPECT_GE(names.size(), 100U);
    EXPECT_EQ(names.back(), "two");
    names.clear();
    std::raise(SIGUSR2);
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("two"));
}

TEST_P(Signals, RaceFromSeveralThreads) {
    int calls = 0;
    loop.add_signal_handler(SIGUSR1, [&] { ++calls; });
    loop.add_signal_handler(SIGUSR2, [&] { loop.stop(); });
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([] {
                for (int n = 0; n < 200; ++n) pthread_kill(pthread_self(), SIGUSR1);
            });
        loop.call_later(1ms, [] { std::raise(SIGUSR2); });
        loop.run_forever();
    }
    std::raise(SIGUSR2);
    loop.run_forever();
    EXPECT_GT(calls, 0);
    EXPECT_LE(calls, 600);
}

TEST_P(Signals, AddingAgainReplacesTheFunction) {
    int alive = 0;
    const Owner owner(alive);
    loop.add_signal_handler(SIGUSR1, [owner, this] { names.push_back("first"); });
    loop.add_signal_handler(SIGUSR1, note("second"));
    EXPECT_EQ(alive, 1);
    std::raise(SIGUSR1);
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("second"));
}

TEST_P(Signals, RemovingPutsBackWhatWasThereBefore) {
    const auto before = [](int) {};
    std::signal(SIGUSR1, before);
    loop.add_signal_handler(SIGUSR1, note("one"));
    loop.add_signal_handler(SIGUSR1, note("again"));
    EXPECT_NE(handler_of(SIGUSR1), +before);
    EXPECT_TRUE(loop.remove_signal_handler(SIGUSR1));
    EXPECT_EQ(handler_of(SIGUSR1), +before);
    EXPECT_FALSE(loop.remove_signal_handler(SIGUSR1));
    std::raise(SIGUSR1);
    run_turns(loop);
    EXPECT_THAT(names, IsEmpty());
    std::signal(SIGUSR1, SIG_DFL);
}

TEST_P(Signals, RemovingInTheFunctionItselfIsSafe) {
    int alive = 0;
    const Owner owner(alive);
    loop.add_signal_handler(SIGUSR1, [owner, this] {
        EXPECT_TRUE(loop.remove_signal_handler(SIGUSR1));
        names.push_back("called");
    });
    std::raise(SIGUSR1);
    std::raise(SIGUSR1);
    run_turns(loop, 2);
    EXPECT_THAT(names, ElementsAre("called"));
    EXPECT_EQ(alive, 1);
}

TEST_P(Signals, ClosingTheLoopRemovesAll) {
    int alive = 0;
    const Owner owner(alive);
    loop.add_signal_handler(SIGUSR1, [owner] {});
    loop.add_signal_handler(SIGUSR2, [owner] {});
    std::raise(SIGUSR1);
    loop.close();
    EXPECT_EQ(handler_of(SIGUSR1), SIG_DFL);
    EXPECT_EQ(handler_of(SIGUSR2), SIG_DFL);
    EXPECT_EQ(alive, 1);
}

TEST_P(Signals, AnExceptionIsReportedAndTheNextSignalIsHandledNevertheless) {
    Reports reports;
    reports.listen_to(loop);
    loop.add_signal_handler(SIGUSR1, [] { throw std::runtime_error("no"); });
    for (int i = 0; i < 2; ++i) {
        std::raise(SIGUSR1);
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
    EXPECT_EQ(refusal([&] { loop.add_signal_handler(SIGKILL, nothing); }),
              "RuntimeError: sig 9 cannot be caught");
    EXPECT_FALSE(loop.remove_signal_handler(SIGKILL));
    EventLoop other;
    other.add_signal_handler(SIGUSR1, nothing);
    EXPECT_EQ(
        refusal([&] { loop.add_signal_handler(SIGUSR1, nothing); }),
        "RuntimeError: signal " + std::to_string(SIGUSR1) + " is handled by another event loop");
    other.close();
    EXPECT_EQ(refusal([&] { loop.add_signal_handler(SIGUSR1, nothing); }), "taken");
    loop.close();
    EXPECT_EQ(refusal([&] { loop.add_signal_handler(SIGUSR1, nothing); }),
              "RuntimeError: Event loop is closed");
}

TEST_P(Signals, ReachTheLoopThatHandlesThemWhicheverThreadItRunsIn) {
    std::jthread other([&] {
        EventLoop its_loop(LoopOptions{.poller = GetParam()});
        its_loop.add_signal_handler(SIGUSR1, [&] { its_loop.stop(); });
        its_loop.call_soon([] { kill(getpid(), SIGUSR1); });
        its_loop.run_forever();
    });
}

// What is waited for outside is counted: if one too many is, this sleeps for an hour.
TEST(SignalsInVirtualTime, AreNotWaitedForOnceTheyAreRemovedThoughTheyWereAddedTwice) {
    EventLoop loop({.virtual_time = true});
    loop.add_signal_handler(SIGUSR1, [] {});
    loop.add_signal_handler(SIGUSR1, [] {});
    loop.add_signal_handler(SIGUSR2, [] {});
    loop.remove_signal_handler(SIGUSR1);
    loop.remove_signal_handler(SIGUSR2);
    loop.call_later(1h, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_FALSE(loop.remove_signal_handler(SIGUSR1));
}

// Virtual time must not jump past a signal that may come.
TEST(SignalsInVirtualTime, AreWaitedForReally) {
    EventLoop loop({.virtual_time = true});
    std::string order;
    loop.add_signal_handler(SIGUSR1, [&] {
        order += "signal ";
        loop.remove_signal_handler(SIGUSR1);
    });
    loop.call_later(1h, [&] {
        order += "timer";
        loop.stop();
    });
    const pthread_t here = pthread_self();
    std::jthread other([here] {
        std::this_thread::sleep_for(5ms);
        pthread_kill(here, SIGUSR1);
    });
    loop.run_forever();
    EXPECT_EQ(order, "signal timer");
}

}  // namespace
