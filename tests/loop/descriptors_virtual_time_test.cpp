#include "tests/support/pollers.hpp"
#include "tests/support/socket_pair.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <string>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::SocketPair;
using ::testing::ElementsAre;

namespace {

class DescriptorsInVirtualTime : public support::OnEachPoller {
protected:
    EventLoop loop{LoopOptions{.poller = GetParam(), .virtual_time = true}};
    SocketPair sockets;
    std::vector<std::string> calls;
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(DescriptorsInVirtualTime);

TEST_P(DescriptorsInVirtualTime, VirtualTimeJumpsOnlyWhenNothingIsWatched) {
    const TimePoint start = loop.time();
    loop.add_reader(sockets.here(), [&] {
        calls.push_back(sockets.receive_here());
        EXPECT_LT(loop.time(), start + 1h);
        loop.remove_reader(sockets.here());
    });
    loop.call_later(1h, [&] {
        calls.push_back("timer");
        EXPECT_EQ(loop.time(), start + 1h);
        loop.stop();
    });
    loop.call_soon([&] { sockets.send_here("hello"); });
    loop.run_forever();
    EXPECT_THAT(calls, ElementsAre("hello", "timer"));
}

TEST_P(DescriptorsInVirtualTime, VirtualTimeNeverGoesBackWhileADescriptorIsWatched) {
    loop.call_later(1h, [&] { loop.stop(); });
    loop.run_forever();
    const TimePoint start = loop.time();
    loop.add_reader(sockets.here(), [] {});
    loop.call_at(start - 30min, [&] {
        EXPECT_GE(loop.time(), start);
        loop.stop();
    });
    loop.run_forever();
    EXPECT_GE(loop.time(), start);
}

}  // namespace
