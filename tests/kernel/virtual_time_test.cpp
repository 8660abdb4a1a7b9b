#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/scripted_poller.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/transfer.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/kernel/virtual_time.hpp>
#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <memory>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::Receiving;
using support::RecordingNode;
using support::ScriptedPoller;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

// In front of a kernel that does what the test says.
class VirtualTimeTest : public ::testing::Test {
protected:
    ScriptedPoller* kernel = new ScriptedPoller;
    VirtualTime poller{std::unique_ptr<Poller>(kernel)};
    NodeQueue ready;
    Names names;
    RecordingNode node{names, "node"};
    const TimePoint start = poller.now();
};

TEST_F(VirtualTimeTest, StandsStillByItself) {
    kernel->time += 1h;
    EXPECT_EQ(poller.now(), start);
    poller.wait(TimePoint::min(), ready);
    EXPECT_EQ(poller.now(), start);
}

TEST_F(VirtualTimeTest, JumpsExactlyToTheDeadline) {
    poller.wait(start + 1h + 1ns, ready);
    EXPECT_EQ(poller.now(), start + 1h + 1ns);
    poller.wait(start + 24h * 365 * 100, ready);
    EXPECT_EQ(poller.now(), start + 24h * 365 * 100);
    EXPECT_TRUE(ready.empty());
    EXPECT_THAT(kernel->waits, IsEmpty());
}

TEST_F(VirtualTimeTest, NeverGoesBack) {
    poller.wait(start + 1h, ready);
    poller.wait(start, ready);
    EXPECT_EQ(poller.now(), start + 1h);
    poller.watch(3, Direction::read, node);
    poller.wait(start, ready);
    EXPECT_EQ(poller.now(), start + 1h);
}

TEST_F(VirtualTimeTest, AsksTheKernelAndWaitsWhileADescriptorIsWatched) {
    poller.wait(start + 1h, ready);
    poller.watch(3, Direction::read, node);
    kernel->script.push_back([this](NodeQueue& queue) {
        kernel->time += 2s;
        queue.push(node);
    });
    const TimePoint kernel_time = kernel->time;
    poller.wait(start + 1h + 10s, ready);
    EXPECT_EQ(ready.pop(), &node);
    EXPECT_THAT(kernel->waits, ElementsAre(kernel_time + 10s));
    EXPECT_EQ(poller.now(), start + 1h + 2s);
}

TEST_F(VirtualTimeTest, DoesNotGoBeyondTheDeadlineThoughTheKernelWaitedLonger) {
    poller.watch(3, Direction::read, node);
    kernel->script.push_back([this](NodeQueue&) { kernel->time += 15s; });
    poller.wait(start + 10s, ready);
    EXPECT_EQ(poller.now(), start + 10s);
}

TEST_F(VirtualTimeTest, WaitsForeverForADescriptorIfNothingElseIsToCome) {
    poller.watch(3, Direction::read, node);
    kernel->script.push_back([this](NodeQueue& queue) { queue.push(node); });
    poller.wait(never, ready);
    EXPECT_EQ(ready.pop(), &node);
    EXPECT_THAT(kernel->waits, ElementsAre(never));
    EXPECT_EQ(poller.now(), start);
}

TEST_F(VirtualTimeTest, JumpsAgainOnceNothingIsWatchedAnyMore) {
    poller.watch(3, Direction::read, node);
    EXPECT_FALSE(poller.idle());
    EXPECT_TRUE(poller.unwatch(3, Direction::read));
    EXPECT_TRUE(poller.idle());
    poller.wait(start + 1h, ready);
    EXPECT_EQ(poller.now(), start + 1h);
    EXPECT_THAT(kernel->waits, IsEmpty());
}

TEST_F(VirtualTimeTest, LooksAtDescriptorsWithoutWaitingWhenAskedTo) {
    poller.watch(3, Direction::read, node);
    kernel->script.push_back([this](NodeQueue& queue) { queue.push(node); });
    poller.wait(TimePoint::min(), ready);
    EXPECT_EQ(ready.pop(), &node);
    EXPECT_THAT(kernel->waits, ElementsAre(TimePoint::min()));
}

TEST_F(VirtualTimeTest, WaitingForNothingIsRefused) {
    try {
        poller.wait(never, ready);
        FAIL() << "it would wait for ever";
    } catch (const RuntimeError& error) {
        EXPECT_STREQ(
            error.what(),
            "virtual time: nothing is ready, no timer will be due, no descriptor is waited "
            "for and no thread is known to be at work, so this would wait for ever");
    }
    EXPECT_EQ(poller.now(), start);
}

TEST_F(VirtualTimeTest, DoesNotJumpWhileSomethingIsUnderWayOutside) {
    poller.begin_outside();
    kernel->script.push_back([this](NodeQueue&) { kernel->time += 2s; });
    poller.wait(start + 10s, ready);
    EXPECT_EQ(poller.now(), start + 2s);
    kernel->script.push_back([](NodeQueue&) {});
    poller.wait(never, ready);
    EXPECT_EQ(poller.now(), start + 2s);
    EXPECT_THAT(kernel->waits, ElementsAre(TimePoint() + 10s, never));
    EXPECT_TRUE(poller.idle());  // there is nothing to ask the kernel about
    poller.end_outside();
    poller.wait(start + 10s, ready);
    EXPECT_EQ(poller.now(), start + 10s);
    EXPECT_EQ(kernel->waits.size(), 2U);
}

TEST_F(VirtualTimeTest, DoesNotJumpOnceItIsWoken) {
    poller.wake();
    EXPECT_EQ(kernel->wakes, 1);
    poller.wait(start + 10s, ready);
    EXPECT_EQ(poller.now(), start);
    poller.wait(start + 10s, ready);
    EXPECT_EQ(poller.now(), start + 10s);
}

TEST_F(VirtualTimeTest, DoesNotRefuseToWaitForeverOnceItIsWoken) {
    poller.wake();
    poller.wait(never, ready);
    EXPECT_EQ(poller.now(), start);
    EXPECT_THROW(poller.wait(never, ready), RuntimeError);
}

// In front of a real one.
class VirtualTimeOverKernel : public support::OnEachPoller {
protected:
    VirtualTime poller{make_poller(GetParam())};
    SocketPair sockets;
    NodeQueue ready;
    Names names;
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(VirtualTimeOverKernel);

TEST_P(VirtualTimeOverKernel, HasTheNameOfTheKernel) { EXPECT_EQ(poller.name(), GetParam()); }

TEST_P(VirtualTimeOverKernel, DeliversWhatIsThereWithoutLettingTimePass) {
    RecordingNode reader(names, "reader");
    const TimePoint start = poller.now();
    poller.watch(sockets.here(), Direction::read, reader);
    sockets.send_here("x");
    poller.wait(start + 1h, ready);
    EXPECT_EQ(ready.pop(), &reader);
    EXPECT_LT(poller.now(), start + 1h);
    poller.unwatch(sockets.here(), Direction::read);
}

// A loop that has other things to do asks one that is not idle all the same.
TEST_P(VirtualTimeOverKernel, IsIdleOnceNothingIsWaitedForAndNotBefore) {
    EXPECT_TRUE(poller.idle());
    RecordingNode reader(names, "reader");
    poller.watch(sockets.here(), Direction::read, reader);
    EXPECT_FALSE(poller.idle());
    poller.wait(TimePoint::min(), ready);
    EXPECT_FALSE(poller.idle());
    EXPECT_THROW(poller.forget(sockets.here()), RuntimeError);
    poller.unwatch(sockets.here(), Direction::read);
    EXPECT_TRUE(poller.idle());

    Receiving receiving(names, "receiving", sockets.here(), 10);
    ASSERT_TRUE(poller.submit(receiving));
    EXPECT_FALSE(poller.idle());
    NodeQueue let_go;
    poller.cancel_all(let_go);
    EXPECT_EQ(let_go.pop(), &receiving);
    EXPECT_TRUE(poller.idle());
    poller.forget(sockets.here());
}

TEST_P(VirtualTimeOverKernel, PassesOnOperationsAndCancelling) {
    Receiving first(names, "first", sockets.here(), 10),
        second(names, "second", sockets.here(), 10);
    ASSERT_TRUE(poller.submit(first));
    ASSERT_TRUE(poller.submit(second));
    EXPECT_TRUE(poller.cancel(second));
    EXPECT_FALSE(poller.idle());
    sockets.send_here("x");
    poller.wait(never, ready);
    EXPECT_EQ(ready.pop(), &first);
    EXPECT_TRUE(poller.idle());
    poller.forget(sockets.here());
    const TimePoint start = poller.now();
    poller.wait(start + 1h, ready);
    EXPECT_EQ(poller.now(), start + 1h);
}

// The distance to a moment that long past is more than the clock can count.
TEST(VirtualTimeWithADescriptor, TakesAMomentAtTheBeginningOfTime) {
    SocketPair sockets;
    EventLoop loop({.virtual_time = true});
    loop.call_later(1s, [&] {
        loop.add_reader(sockets.here(), [] {});
        loop.call_at(TimePoint::min() + 1ns, [&] { loop.stop(); });
    });
    loop.run_forever();
    EXPECT_EQ(loop.time(), TimePoint(1s));
}

}  // namespace
