#include "tests/support/pollers.hpp"
#include "tests/support/socket_pair.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <ctime>

using namespace rondo;
using namespace std::chrono_literals;
using support::SocketPair;

namespace {

Duration cpu_time() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// Rule 2: a loop with nothing to do uses no CPU. One that spins would use all of the 50 ms.
class Rule2NothingToDoCostsNothing : public support::OnEachPoller {
protected:
    static constexpr Duration length = 50ms;

    Duration cpu_of_waiting() {
        loop.call_later(length, [this] { loop.stop(); });
        const TimePoint began = loop.time();
        const Duration cpu_began = cpu_time();
        loop.run_forever();
        const Duration cpu = cpu_time() - cpu_began;
        EXPECT_GE(loop.time() - began, length);
        return cpu;
    }

    EventLoop loop{LoopOptions{.poller = GetParam()}};
    SocketPair sockets;
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(Rule2NothingToDoCostsNothing);

TEST_P(Rule2NothingToDoCostsNothing, WithATimer) { EXPECT_LT(cpu_of_waiting(), length / 5); }

TEST_P(Rule2NothingToDoCostsNothing, WithADescriptor) {
    loop.add_reader(sockets.here(), [] {});
    EXPECT_LT(cpu_of_waiting(), length / 5);
}

TEST_P(Rule2NothingToDoCostsNothing, WithADescriptorThatCanBeWrittenButNobodyWants) {
    loop.add_writer(sockets.here(), [this] { loop.remove_writer(sockets.here()); });
    EXPECT_LT(cpu_of_waiting(), length / 5);
}

}  // namespace
