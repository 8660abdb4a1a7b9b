#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/transfer.hpp"

#include <rondo/kernel/virtual_time.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

// What a kernel tells of those who wait: for a trace, and for a person who looks at it.

using namespace rondo;
using support::Names;
using support::Receiving;
using support::RecordingNode;
using support::Sending;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

class WaitsTest : public support::OnEachPoller {
protected:
    // "read a": the direction, and which of the nodes it is.
    std::vector<std::string> listed(const Poller& asked) const {
        std::vector<std::string> found;
        for (const Poller::Wait& wait : asked.waits()) {
            EXPECT_EQ(wait.descriptor, sockets.here());
            const std::string direction = wait.direction == Direction::read ? "read " : "write ";
            found.push_back(direction + (wait.node == &a ? "a" : wait.node == &b ? "b" : "?"));
        }
        return found;
    }

    std::unique_ptr<Poller> poller = make_poller(GetParam());
    SocketPair sockets;
    Names names;
    Receiving a{names, "a", sockets.here(), 100};
    Receiving b{names, "b", sockets.here(), 100};
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(WaitsTest);

TEST_P(WaitsTest, AreNoneAtFirst) { EXPECT_THAT(poller->waits(), IsEmpty()); }

TEST_P(WaitsTest, AreWatchesInBothDirections) {
    poller->watch(sockets.here(), Direction::write, b);
    poller->watch(sockets.here(), Direction::read, a);
    EXPECT_THAT(listed(*poller), ElementsAre("read a", "write b"));
    poller->unwatch(sockets.here(), Direction::read);
    EXPECT_THAT(listed(*poller), ElementsAre("write b"));
}

TEST_P(WaitsTest, AreOperationsInTheirOrderUntilTheyAreOver) {
    (void)poller->submit(b);
    (void)poller->submit(a);
    EXPECT_THAT(listed(*poller), ElementsAre("read b", "read a"));
    sockets.send_here("x");
    NodeQueue ready;
    poller->wait(TimePoint::min(), ready);
    EXPECT_THAT(listed(*poller), ElementsAre("read a"));
    if (!poller->cancel(a)) poller->wait(never, ready);
    EXPECT_THAT(listed(*poller), IsEmpty());
}

TEST_P(WaitsTest, AreThoseOfTheKernelBehindVirtualTime) {
    VirtualTime virtual_time(make_poller(GetParam()));
    virtual_time.watch(sockets.here(), Direction::read, a);
    EXPECT_THAT(listed(virtual_time), ElementsAre("read a"));
}

}  // namespace
