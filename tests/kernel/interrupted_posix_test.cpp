// Of POSIX: a signal interrupts a system call that waits.
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <memory>

#include <sys/time.h>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::RecordingNode;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

class Rule8Interrupted : public support::OnEachPoller {
protected:
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    SocketPair sockets;
    Names names;
    RecordingNode reader{names, "reader"};

    Names wait(TimePoint until) {
        NodeQueue ready;
        names.clear();
        poller->wait(until, ready);
        support::run_all(ready);
        return names;
    }
};

volatile std::sig_atomic_t signals = 0;

// A timer of the system that interrupts whatever waits, again and again.
class Interruptions {
public:
    Interruptions() {
        signals = 0;
        struct sigaction action {};
        action.sa_handler = [](int) { signals = signals + 1; };
        sigaction(SIGALRM, &action, &before_);  // without SA_RESTART
        set_interval(1000);
    }
    ~Interruptions() {
        set_interval(0);
        sigaction(SIGALRM, &before_, nullptr);
    }

private:
    static void set_interval(suseconds_t microseconds) {
        const itimerval interval{{0, microseconds}, {0, microseconds}};
        setitimer(ITIMER_REAL, &interval, nullptr);
    }
    struct sigaction before_ {};
};

SUPPORT_ON_EACH_POLLER(Rule8Interrupted);

TEST_P(Rule8Interrupted, ASignalMayEndAWaitWithNothingToReport) {
    poller->watch(sockets.here(), Direction::read, reader);
    const Interruptions interruptions;
    const TimePoint began = poller->now();
    while (signals < 5) EXPECT_THAT(wait(began + 1min), IsEmpty());
    EXPECT_LT(poller->now(), began + 1min);
}

TEST_P(Rule8Interrupted, WhatHappensIsReportedAllTheSame) {
    poller->watch(sockets.here(), Direction::read, reader);
    const Interruptions interruptions;
    for (int round = 0; round < 5; ++round) {
        while (signals < round) EXPECT_THAT(wait(never), IsEmpty());
        sockets.send_here("x");
        EXPECT_THAT(wait(never), ElementsAre("reader"));
        EXPECT_EQ(sockets.receive_here(), "x");
    }
}

}  // namespace
