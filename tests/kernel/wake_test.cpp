#include "tests/support/joined_thread.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/signals.hpp"
#include "tests/support/socket_pair.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <thread>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::RecordingNode;
using support::SocketPair;

namespace {

// A wait for `never` that ends at all was ended by a wake-up.
class Wake : public support::OnEachPoller {
protected:
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    NodeQueue ready;
};

SUPPORT_ON_EACH_POLLER(Wake);

TEST_P(Wake, KeepsTheNextWaitFromWaiting) {
    poller->wake();
    poller->wait(never, ready);
    EXPECT_TRUE(ready.empty());
    EXPECT_TRUE(poller->idle());
}

TEST_P(Wake, EndsAWaitThatIsGoingOn) {
    for (int round = 0; round < 20; ++round) {
        std::atomic<bool> about_to_wait = false;
        support::JoinedThread other([&] {
            while (!about_to_wait) {}
            if (round % 2 == 1) std::this_thread::sleep_for(1ms);
            poller->wake();
        });
        about_to_wait = true;
        poller->wait(never, ready);
    }
}

TEST_P(Wake, SeveralCountAsOne) {
    for (int i = 0; i < 100'000; ++i) poller->wake();  // more than a pipe holds
    poller->wait(never, ready);
    // A pipe is emptied by and by, so a few more waits may end early. But not all of them.
    for (int i = 0; i < 2'000; ++i) poller->wait(TimePoint::min(), ready);
    const TimePoint until = poller->now() + 20ms;
    poller->wait(until, ready);
    EXPECT_GE(poller->now(), until);
}

TEST_P(Wake, IsUsedUpByALookToo) {
    poller->wake();
    poller->wait(TimePoint::min(), ready);
    const TimePoint until = poller->now() + 20ms;
    poller->wait(until, ready);
    EXPECT_GE(poller->now(), until);
}

TEST_P(Wake, HidesNothingThatIsReady) {
    if (GetParam() == "iocp") GTEST_SKIP() << "iocp watches nothing";
    SocketPair sockets;
    Names names;
    RecordingNode reader(names, "reader");
    poller->watch(sockets.here(), Direction::read, reader);
    sockets.send_here("x");
    poller->wake();
    poller->wait(never, ready);
    EXPECT_EQ(ready.pop(), &reader);
    EXPECT_TRUE(ready.empty());
    poller->unwatch(sockets.here(), Direction::read);
}

TEST_P(Wake, LeavesErrnoAlone) {
    for (int i = 0; i < 100'000; ++i) {
        errno = ENOTDIR;
        poller->wake();
        ASSERT_EQ(errno, ENOTDIR);
    }
}

Poller* woken_by_signal = nullptr;

TEST_P(Wake, WorksInASignalHandler) {
    woken_by_signal = poller.get();
    // In this thread while it waits, or just before; and in another one.
    const support::SignalledThread waiting = support::this_thread();
    for (const bool here : {true, false}) {
        if (here && support::signals_are_held_back) continue;
        const auto before =
            std::signal(support::first_signal, [](int) { woken_by_signal->wake(); });
        support::JoinedThread other([&] {
            support::send_signal(here ? waiting : support::this_thread(), support::first_signal);
        });
        poller->wait(never, ready);
        other.join();
        std::signal(support::first_signal, before);
    }
}

}  // namespace
