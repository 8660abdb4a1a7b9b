// Of POSIX: signals stay caught while they come, whichever thread they come in, and some cannot be
// caught.
#include "tests/support/joined_thread.hpp"
#include "tests/support/pollers.hpp"

#include <rondo/rondo.hpp>

#include <gmock/gmock.h>

#include <csignal>
#include <string>
#include <vector>

#include <pthread.h>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

class SignalsOfPosix : public support::OnEachPoller {
protected:
    EventLoop loop{LoopOptions{.poller = GetParam()}};
};

SUPPORT_ON_EACH_POLLER(SignalsOfPosix);

// Windows lets go of a signal when it comes, until the handler has taken it again.
TEST_P(SignalsOfPosix, RaceFromSeveralThreads) {
    int calls = 0;
    loop.add_signal_handler(SIGUSR1, [&] { ++calls; });
    loop.add_signal_handler(SIGUSR2, [&] { loop.stop(); });
    {
        std::vector<support::JoinedThread> threads;
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

TEST_P(SignalsOfPosix, SomeCannotBeCaught) {
    try {
        loop.add_signal_handler(SIGKILL, [] {});
        FAIL() << "taken";
    } catch (const RuntimeError& error) {
        EXPECT_STREQ(error.what(), "sig 9 cannot be caught");
    }
    EXPECT_FALSE(loop.remove_signal_handler(SIGKILL));
}

}  // namespace
