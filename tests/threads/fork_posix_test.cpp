// Of POSIX: a process forks.
//
// A child that was forked has a copy of the loop, and shares with its parent only what the parent
// would notice: nothing.
#include "tests/support/child.hpp"
#include "tests/support/joined_thread.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/signals.hpp"
#include "tests/support/socket_pair.hpp"

#include <rondo/rondo.hpp>

#include <gmock/gmock.h>

#include <csignal>
#include <memory>
#include <string>
#include <thread>

using namespace rondo;
using namespace std::chrono_literals;
using support::fork_child;
using support::handler_of;
using support::SocketPair;
using support::status_of;
using support::status_of_child;

namespace {

constexpr auto too_long = 30s;  // a child that hangs has 60

Coro<int> seven() {
    co_await sleep(1ms);
    co_return 7;
}

/// Ctrl-C, and what becomes of it: 0 is a KeyboardInterrupt.
int interrupt_a_run() {
    std::signal(SIGINT, SIG_DFL);
    const auto main = []() -> Coro<> {
        std::raise(SIGINT);
        co_await sleep(too_long);
    };
    try {
        run(main());
    } catch (const KeyboardInterrupt&) {
        return 0;
    }
    return 1;
}

// A loop that runs while static objects are made; it is the main thread that makes them.
const int interrupted_before_main = status_of_child(interrupt_a_run);

class ForkTest : public support::OnEachPoller {
protected:
    /// Runs the loop until the reader has heard a byte. Whether it has.
    bool hears() {
        bool heard = false;
        loop->add_reader(sockets.here(), [&] {
            heard = sockets.receive_here() == "x";
            loop->stop();
        });
        sockets.send_here("x");
        run_until_stopped(*loop);
        return heard && loop->remove_reader(sockets.here());
    }
    static bool run_until_stopped(EventLoop& its_loop) {
        bool in_time = true;
        const TimerHandle alarm = its_loop.call_later(too_long, [&] {
            in_time = false;
            its_loop.stop();
        });
        its_loop.run_forever();
        alarm.cancel();
        return in_time;
    }
    /// Whether the kernel sleeps until a moment, and nobody wakes it.
    static bool sleeps(Poller& poller, Duration duration) {
        NodeQueue ready;
        const TimePoint until = poller.now() + duration;
        poller.wait(until, ready);
        return poller.now() >= until && ready.empty();
    }

    std::unique_ptr<EventLoop> loop =
        std::make_unique<EventLoop>(LoopOptions{.poller = GetParam()});
    SocketPair sockets;
};

SUPPORT_ON_EACH_POLLER(ForkTest);

// --- Descriptors ---------------------------------------------------------------------------------

TEST_P(ForkTest, AChildThatClosesTheLoopLeavesTheParentsReadersAlone) {
    bool heard = false;
    loop->add_reader(sockets.here(), [&] {
        heard = true;
        loop->stop();
    });
    loop->add_writer(sockets.here(), [this] { loop->remove_writer(sockets.here()); });
    ASSERT_EQ(status_of_child([&] { return loop->close(), 0; }), 0);
    sockets.send_here("x");
    EXPECT_TRUE(run_until_stopped(*loop));
    EXPECT_TRUE(heard);
}

TEST_P(ForkTest, AChildThatDestroysTheLoopDoesSoToo) {
    bool heard = false;
    loop->add_reader(sockets.here(), [&] {
        heard = true;
        loop->stop();
    });
    ASSERT_EQ(status_of_child([&] { return loop.reset(), 0; }), 0);
    sockets.send_here("x");
    EXPECT_TRUE(run_until_stopped(*loop));
    EXPECT_TRUE(heard);
}

// Some kernels are not inherited at all, and then their numbers are free in the child.
TEST_P(ForkTest, AChildThatDestroysTheLoopClosesNothingOfItsOwn) {
    EXPECT_EQ(status_of_child([&] {
                  SocketPair others[4];
                  loop.reset();
                  int heard = 0;
                  for (SocketPair& one : others) {
                      one.send_here("x");
                      if (one.receive_here() == "x") ++heard;
                  }
                  return heard == 4 ? 0 : 1;
              }),
              0);
}

TEST_P(ForkTest, WhatAChildWatchesIsItsOwn) {
    int heard = 0;
    loop->add_reader(sockets.here(), [&] { ++heard; });
    ASSERT_EQ(status_of_child([&] {
                  loop->remove_reader(sockets.here());
                  SocketPair others;
                  loop->add_reader(others.here(), [this] { loop->stop(); });
                  others.send_here("x");
                  return run_until_stopped(*loop) && heard == 0 ? 0 : 1;
              }),
              0);
    sockets.send_here("x");
    loop->call_soon([this] { loop->stop(); });
    loop->run_forever();
    EXPECT_EQ(heard, 1);
}

TEST_P(ForkTest, AChildMayGoOnWithTheLoopThatItInherited) {
    bool heard = false;
    loop->add_reader(sockets.here(), [&] {
        heard = sockets.receive_here() == "x";
        loop->stop();
    });
    ASSERT_EQ(status_of_child([&] {
                  sockets.send_here("x");
                  return run_until_stopped(*loop) && heard ? 0 : 1;
              }),
              0);
    sockets.send_here("x");
    EXPECT_TRUE(run_until_stopped(*loop));
    EXPECT_TRUE(heard);
}

TEST_P(ForkTest, OperationsOfAChildAreItsOwn) {
    auto poller = make_poller(GetParam());
    support::Names names;
    support::RecordingNode reader(names, "reader");
    poller->watch(sockets.here(), Direction::read, reader);
    ASSERT_EQ(status_of_child([&] {
                  NodeQueue ready;
                  sockets.send_here("x");
                  poller->wait(poller->now() + too_long, ready);
                  if (ready.empty()) poller->wait(poller->now() + too_long, ready);
                  poller->unwatch(sockets.here(), Direction::read);
                  poller.reset();
                  return ready.pop() == &reader ? 0 : 1;
              }),
              0);
    NodeQueue ready;
    poller->wait(poller->now() + too_long, ready);
    EXPECT_EQ(ready.pop(), &reader);
}

TEST_P(ForkTest, AChildThatEndsAWatchHearsOfTheOther) {
    const auto poller = make_poller(GetParam());
    support::Names names;
    support::RecordingNode reader(names, "reader"), writer(names, "writer");
    sockets.fill();
    poller->watch(sockets.here(), Direction::read, reader);
    poller->watch(sockets.here(), Direction::write, writer);
    NodeQueue ready;
    poller->wait(TimePoint::min(), ready);  // the kernel knows of both
    ASSERT_EQ(status_of_child([&] {
                  poller->unwatch(sockets.here(), Direction::write);
                  sockets.send_here("x");
                  NodeQueue found;
                  for (int times = 0; times < 2 && found.empty(); ++times)
                      poller->wait(poller->now() + too_long, found);
                  return found.pop() == &reader && found.empty() ? 0 : 1;
              }),
              0);
    poller->wait(poller->now() + too_long, ready);
    EXPECT_EQ(ready.pop(), &reader);
    EXPECT_TRUE(ready.empty());
}

// --- Waking --------------------------------------------------------------------------------------

TEST_P(ForkTest, AChildDoesNotWakeItsParent) {
    const auto poller = make_poller(GetParam());
    ASSERT_EQ(status_of_child([&] {
                  poller->wake();
                  NodeQueue ready;
                  poller->wait(TimePoint::min(), ready);
                  poller->wake();
                  return 0;
              }),
              0);
    EXPECT_TRUE(sleeps(*poller, 5ms));
}

TEST_P(ForkTest, AChildTakesNoWakeUpAwayFromItsParent) {
    const auto poller = make_poller(GetParam());
    poller->wake();
    ASSERT_EQ(status_of_child([&] {
                  NodeQueue ready;
                  poller->wait(TimePoint::min(), ready);
                  return 0;
              }),
              0);
    EXPECT_FALSE(sleeps(*poller, too_long));
}

TEST_P(ForkTest, WhatWokeAChildBeforeItFirstWaitsIsNotLost) {
    const auto poller = make_poller(GetParam());
    EXPECT_EQ(status_of_child([&] {
                  poller->wake();
                  return sleeps(*poller, too_long) ? 1 : 0;
              }),
              0);
}

TEST_P(ForkTest, AChildsThreadsReachTheLoopThatItInherited) {
    ASSERT_EQ(status_of_child([&] {
                  support::JoinedThread other;
                  loop->call_soon([&] {
                      other = support::JoinedThread([&] {
                          std::this_thread::sleep_for(1ms);
                          loop->call_soon_threadsafe([&] { loop->stop(); });
                      });
                  });
                  return run_until_stopped(*loop) ? 0 : 1;
              }),
              0);
    EXPECT_TRUE(hears());
}

// --- A loop of its own ---------------------------------------------------------------------------

TEST_P(ForkTest, AChildForkedInACoroutineRunsALoopOfItsOwn) {
    const auto main = []() -> Coro<int> {
        const int status = status_of_child([] { return run(seven()); });
        co_await sleep(1ms);
        co_return status;
    };
    EXPECT_EQ(run(main(), {.poller = GetParam()}), 7);
}

TEST_P(ForkTest, AChildForkedInACallbackRunsALoopOfItsOwn) {
    int status = 0;
    loop->call_soon([&] {
        status = status_of_child([this] {
            EventLoop own({.poller = GetParam()});
            bool called = false;
            own.call_soon([&] {
                called = EventLoop::running() == &own;
                own.stop();
            });
            own.run_forever();
            return called ? own.run_until_complete(seven()) : 1;
        });
        loop->stop();
    });
    loop->run_forever();
    EXPECT_EQ(status, 7);
    EXPECT_TRUE(hears());
}

TEST_P(ForkTest, AfterThatTheChildGoesOnWhereItWas) {
    const auto main = []() -> Coro<int> { co_return status_of(fork_child([] { return 0; })); };
    const auto parent = [main](const std::string& poller) -> Coro<int> {
        EXPECT_EQ(co_await main(), 0);
        const AnyTask here = current_task();
        const pid_t child = fork();
        if (child != 0) co_return status_of(child);
        alarm(60);
        int status = run(seven(), {.poller = poller});
        if (!(current_task() == here)) status = 1;
        co_await sleep(1ms);  // in the copy of the loop
        co_await create_task(seven());
        _exit(status);
    };
    EXPECT_EQ(run(parent(GetParam()), {.poller = GetParam()}), 7);
}

TEST_P(ForkTest, AChildMayReturnFromTheCopyOfRun) {
    const pid_t parent = getpid();
    pid_t child = 0;
    const auto main = [](pid_t& its_child) -> Coro<int> {
        its_child = fork();
        if (its_child == 0) alarm(60);
        co_await sleep(1ms);
        co_return 5;
    };
    const int result = run(main(child), {.poller = GetParam()});
    if (getpid() != parent) _exit(result);
    EXPECT_EQ(status_of(child), 5);
}

TEST_P(ForkTest, TheParentStillRefusesASecondLoop) {
    std::string refusal;
    loop->call_soon([&] {
        ASSERT_EQ(status_of_child([] { return 0; }), 0);
        try {
            EventLoop().run_forever();
        } catch (const RuntimeError& error) {
            refusal = error.what();
        }
        loop->stop();
    });
    loop->run_forever();
    EXPECT_EQ(refusal, "Cannot run the event loop while another loop is running");
}

// --- Signals -------------------------------------------------------------------------------------

TEST_P(ForkTest, ASignalForTheChildIsNotTheParents) {
    int told = 0;
    loop->add_signal_handler(SIGTERM, [&] { ++told; });
    const pid_t child = fork_child([] {
        while (true) pause();
        return 0;
    });
    kill(child, SIGTERM);
    EXPECT_EQ(status_of(child), -SIGTERM);
    std::raise(SIGTERM);
    loop->call_soon([this] { loop->call_soon([this] { loop->stop(); }); });
    loop->run_forever();
    EXPECT_EQ(told, 1);
    loop->remove_signal_handler(SIGTERM);
}

TEST_P(ForkTest, AChildHasWhatWasThereBefore) {
    const auto before = [](int) {};
    std::signal(SIGUSR1, before);
    loop->add_signal_handler(SIGUSR1, [] {});
    EXPECT_EQ(status_of_child([&] { return handler_of(SIGUSR1) == +before ? 0 : 1; }), 0);
    EXPECT_NE(handler_of(SIGUSR1), +before);
    loop->remove_signal_handler(SIGUSR1);
    EXPECT_EQ(handler_of(SIGUSR1), +before);
    std::signal(SIGUSR1, SIG_DFL);
}

TEST_P(ForkTest, AChildsLoopMayHandleTheSameSignals) {
    loop->add_signal_handler(SIGUSR1, [] {});
    EXPECT_EQ(status_of_child([this] {
                  EventLoop own({.poller = GetParam()});
                  own.add_signal_handler(SIGUSR1, [&] { own.stop(); });
                  std::raise(SIGUSR1);
                  return run_until_stopped(own) ? 0 : 1;
              }),
              0);
    loop->remove_signal_handler(SIGUSR1);
}

TEST_P(ForkTest, ClosingTheInheritedLoopLeavesTheChildsOwnHandlerAlone) {
    loop->add_signal_handler(SIGUSR1, [] {});
    EXPECT_EQ(status_of_child([this] {
                  const auto mine = [](int) {};
                  std::signal(SIGUSR1, mine);
                  loop->close();
                  return handler_of(SIGUSR1) == +mine ? 0 : 1;
              }),
              0);
    loop->remove_signal_handler(SIGUSR1);
}

TEST_P(ForkTest, AnInheritedLoopThatRunsInTheChildHandlesItsSignalsThere) {
    int told = 0;
    loop->add_signal_handler(SIGUSR1, [&] {
        ++told;
        loop->stop();
    });
    EXPECT_EQ(status_of_child([&] {
                  loop->call_soon([] { std::raise(SIGUSR1); });
                  return run_until_stopped(*loop) && told == 1 ? 0 : 1;
              }),
              0);
    EXPECT_EQ(told, 0);
    loop->remove_signal_handler(SIGUSR1);
}

TEST(ForkInARun, CtrlCInTheChildIsForTheChildsOwnRun) {
    const auto main = []() -> Coro<int> { co_return status_of_child(interrupt_a_run); };
    EXPECT_EQ(run(main()), 0);
}

TEST(ForkInAThread, ThatThreadIsTheChildsMainThread) {
    int status = -1;
    std::thread([&] { status = status_of_child(interrupt_a_run); }).join();
    EXPECT_EQ(status, 0);
}

TEST(ForkBeforeMain, CtrlCCancelsARunThere) { EXPECT_EQ(interrupted_before_main, 0); }

}  // namespace
