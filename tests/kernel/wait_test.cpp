#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/transfer.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <thread>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::Receiving;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

class WaitTest : public support::OnEachPoller {
protected:
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    SocketPair sockets;
    Names names;
    Receiving receiving{names, "receiving", sockets.here(), 1};

    Names wait(TimePoint until) {
        NodeQueue ready;
        names.clear();
        poller->wait(until, ready);
        support::run_all(ready);
        return names;
    }
};

SUPPORT_ON_EACH_POLLER(WaitTest);

TEST_P(WaitTest, ReturnsAtOnceWhenTheMomentHasPassed) {
    ASSERT_TRUE(poller->submit(receiving));
    const TimePoint began = poller->now();
    for (const TimePoint until : {TimePoint::min(), TimePoint{}, began - 1h, began})
        EXPECT_THAT(wait(until), IsEmpty());
    EXPECT_LT(poller->now() - began, 1s);
}

TEST_P(WaitTest, ForeverEndsWhenSomethingHappens) {
    ASSERT_TRUE(poller->submit(receiving));
    wait(TimePoint::min());  // an edge-triggered kernel gives a sign when it gets to know a socket
    std::thread sender([this] {
        std::this_thread::sleep_for(5ms);
        sockets.send_here("x");
    });
    EXPECT_THAT(wait(never), ElementsAre("receiving"));
    sender.join();
}

TEST_P(WaitTest, EndsBeforeTheMomentWhenSomethingHappens) {
    for (const TimePoint until :
         {poller->now() + 1h, poller->now() + 24h * 365 * 200, never - 1ns}) {
        ASSERT_TRUE(poller->submit(receiving));
        sockets.send_here("x");
        EXPECT_THAT(wait(until), ElementsAre("receiving"));
    }
}

using Rule2NeverEarlyInTheKernel = WaitTest;
SUPPORT_ON_EACH_POLLER(Rule2NeverEarlyInTheKernel);

TEST_P(Rule2NeverEarlyInTheKernel, AWaitEndsWhenTheMomentHasCome) {
    ASSERT_TRUE(poller->submit(receiving));
    for (const Duration length :
         {Duration(1ns), Duration(77us), Duration(1ms), Duration(1999us), Duration(20ms)}) {
        for (int round = 0; round < 5; ++round) {
            const TimePoint until = poller->now() + length;
            EXPECT_THAT(wait(until), IsEmpty());
            EXPECT_GE(poller->now(), until) << length.count() << " ns";
        }
    }
}

TEST_P(Rule2NeverEarlyInTheKernel, AWaitWithNothingWatchedEndsThenToo) {
    const TimePoint until = poller->now() + 3ms;
    EXPECT_THAT(wait(until), IsEmpty());
    EXPECT_GE(poller->now(), until);
}

TEST(UnitsUntil, RoundsUp) {
    const TimePoint now = TimePoint{} + 1h;
    EXPECT_EQ(units_until(now + 1ns, now, 1ms, -1), 1);
    EXPECT_EQ(units_until(now + 1ms, now, 1ms, -1), 1);
    EXPECT_EQ(units_until(now + 1ms + 1ns, now, 1ms, -1), 2);
    EXPECT_EQ(units_until(now + 5ns, now, 1ns, -1), 5);
}

TEST(UnitsUntil, IsZeroWhenTheMomentHasCome) {
    const TimePoint now = TimePoint{} + 1h;
    EXPECT_EQ(units_until(now, now, 1ms, -1), 0);
    EXPECT_EQ(units_until(now - 1h, now, 1ms, -1), 0);
    EXPECT_EQ(units_until(TimePoint::min(), now, 1ns, -1), 0);
}

TEST(UnitsUntil, IsForeverForNeverOnly) {
    const TimePoint now = TimePoint{} + 1h;
    EXPECT_EQ(units_until(never, now, 1ms, -1), -1);
    EXPECT_EQ(units_until(never, now, 1ms, 42), 42);
    EXPECT_GT(units_until(never - 1ns, now, 1ms, -1), 0);
}

TEST(UnitsUntil, DoesNotOverflow) {
    // The monotonic clock begins at its epoch, so a longer wait than this there is not.
    EXPECT_GT(units_until(never - 1ns, TimePoint{}, 1ns, -1), std::int64_t{1} << 62);
}

}  // namespace
