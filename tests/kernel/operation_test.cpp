#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/transfer.hpp"

#include <gmock/gmock.h>

#include <memory>

using namespace rondo;
using support::Names;
using support::Receiving;
using support::RecordingNode;
using support::Sending;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

class OperationTest : public support::OnEachPoller {
protected:
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    SocketPair sockets;
    Names ended;

    bool start(Operation& operation) { return poller->submit(operation); }
    // Takes an operation back, and waits until the kernel has let go of it.
    bool take_back(Operation& operation) {
        if (poller->cancel(operation)) return true;
        NodeQueue ready;
        while (ready.empty()) poller->wait(never, ready);
        return ready.pop() == &operation && ready.empty() && operation.cancelled;
    }
    // The names of those that are over, without waiting.
    Names look() {
        NodeQueue ready;
        ended.clear();
        poller->wait(TimePoint::min(), ready);
        support::run_all(ready);
        return ended;
    }
    Receiving receiving(std::string name, std::size_t limit = 100) {
        return Receiving(ended, std::move(name), sockets.here(), limit);
    }
};

SUPPORT_ON_EACH_POLLER(OperationTest);

TEST_P(OperationTest, IsQueuedWhenItIsOver) {
    auto operation = receiving("receive");
    ASSERT_TRUE(start(operation));
    EXPECT_THAT(look(), IsEmpty());
    sockets.send_here("hello");
    EXPECT_THAT(look(), ElementsAre("receive"));
    EXPECT_EQ(operation.bytes, "hello");
    EXPECT_THAT(look(), IsEmpty());
}

TEST_P(OperationTest, IsTriedAgainOnlyWhenThereIsASign) {
    auto operation = receiving("receive");
    ASSERT_TRUE(start(operation));
    const int before = operation.attempts;
    look();
    look();
    // An edge-triggered kernel gives one sign when the descriptor becomes known to it.
    EXPECT_LE(operation.attempts, before + 1);
    sockets.send_here("x");
    EXPECT_THAT(look(), ElementsAre("receive"));
}

TEST_P(OperationTest, ManyOnOneDescriptorEndInTheOrderOfSubmission) {
    auto first = receiving("first", 2), second = receiving("second", 2),
         third = receiving("third", 2);
    ASSERT_TRUE(start(first));
    ASSERT_TRUE(poller->submit(second));
    ASSERT_TRUE(poller->submit(third));
    sockets.send_here("aab");
    EXPECT_THAT(look(), ElementsAre("first", "second"));
    EXPECT_EQ(first.bytes, "aa");
    EXPECT_EQ(second.bytes, "b");
    sockets.send_here("c");
    EXPECT_THAT(look(), ElementsAre("third"));
    EXPECT_EQ(third.bytes, "c");
}

TEST_P(OperationTest, BothDirectionsWorkAtOnce) {
    if (GetParam() == "iocp")
        GTEST_SKIP() << "iocp neither watches nor says when a socket can be written";
    const std::size_t filled = sockets.fill();
    auto receive = receiving("receive");
    const std::string text(1'000'000, '.');  // a full buffer may find some room yet
    Sending send(ended, "send", sockets.here(), text);
    ASSERT_TRUE(start(receive));
    ASSERT_TRUE(start(send));
    EXPECT_THAT(look(), IsEmpty());
    sockets.send_here("in");
    EXPECT_THAT(look(), ElementsAre("receive"));
    std::size_t arrived = 0;
    Names all_ended;
    for (int round = 0; round < 10'000 && arrived < filled + text.size(); ++round) {
        arrived += sockets.receive_there().size();
        const Names some = look();
        all_ended.insert(all_ended.end(), some.begin(), some.end());
    }
    EXPECT_THAT(all_ended, ElementsAre("send"));
    EXPECT_EQ(arrived, filled + text.size());
}

TEST_P(OperationTest, OneAfterAnotherEachGetsItsBytes) {
    for (int round = 0; round < 10; ++round) {
        auto operation = receiving("receive", 1);
        ASSERT_TRUE(start(operation)) << round;
        sockets.send_here(std::to_string(round));
        ASSERT_THAT(look(), ElementsAre("receive")) << round;
        ASSERT_EQ(operation.bytes, std::to_string(round));
    }
}

// Bytes that came while nobody waited gave their sign then; the first try finds them.
TEST_P(OperationTest, FindsWhatCameBetweenTwo) {
    auto first = receiving("first", 1), second = receiving("second", 1),
         third = receiving("third", 1);
    ASSERT_TRUE(start(first));
    sockets.send_here("abc");
    EXPECT_THAT(look(), ElementsAre("first"));
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_FALSE(start(second));
    EXPECT_EQ(second.bytes, "b");
    EXPECT_FALSE(start(third));
    EXPECT_EQ(third.bytes, "c");
}

TEST_P(OperationTest, TheEndOfTheOtherSideEndsIt) {
    auto operation = receiving("receive");
    ASSERT_TRUE(start(operation));
    sockets.close_there();
    EXPECT_THAT(look(), ElementsAre("receive"));
    EXPECT_EQ(operation.bytes, "");
    EXPECT_EQ(operation.error, 0);
}

TEST_P(OperationTest, CancelledIsNotQueuedAndTakesNoBytes) {
    auto first = receiving("first"), second = receiving("second");
    ASSERT_TRUE(start(first));
    ASSERT_TRUE(poller->submit(second));
    ASSERT_TRUE(take_back(first));
    sockets.send_here("x");
    EXPECT_THAT(look(), ElementsAre("second"));
    EXPECT_EQ(second.bytes, "x");
}

TEST_P(OperationTest, CancellingTheLastLeavesTheBytesWhereTheyAre) {
    auto operation = receiving("receive");
    ASSERT_TRUE(start(operation));
    ASSERT_TRUE(take_back(operation));
    sockets.send_here("x");
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_EQ(sockets.receive_here(), "x");
}

TEST_P(OperationTest, CannotBeCancelledOnceItIsOver) {
    auto operation = receiving("receive");
    ASSERT_TRUE(start(operation));
    sockets.send_here("x");
    NodeQueue ready;
    poller->wait(never, ready);
    EXPECT_FALSE(poller->cancel(operation));
    EXPECT_EQ(ready.pop(), &operation);
    EXPECT_FALSE(poller->cancel(operation));
}

TEST_P(OperationTest, CountsInIdle) {
    auto first = receiving("first", 1), second = receiving("second", 1);
    ASSERT_TRUE(start(first));
    ASSERT_TRUE(poller->submit(second));
    EXPECT_FALSE(poller->idle());
    sockets.send_here("x");
    look();
    EXPECT_FALSE(poller->idle());
    ASSERT_TRUE(take_back(second));
    EXPECT_TRUE(poller->idle());
}

TEST_P(OperationTest, ForgettingWhatIsNotKnownIsNoError) {
    poller->forget(sockets.here());
    poller->forget(1'000'000);
}

TEST_P(OperationTest, ADescriptorMayBeWatchedAfterItsOperationsAndTheOtherWayRound) {
    if (GetParam() == "iocp")
        GTEST_SKIP() << "iocp neither watches nor says when a socket can be written";
    RecordingNode reader(ended, "reader");
    for (int round = 0; round < 2; ++round) {
        auto operation = receiving("receive");
        ASSERT_TRUE(start(operation));
        sockets.send_here("x");
        ASSERT_THAT(look(), ElementsAre("receive"));

        poller->watch(sockets.here(), Direction::read, reader);
        EXPECT_THAT(look(), IsEmpty());
        sockets.send_here("y");
        EXPECT_THAT(look(), ElementsAre("reader"));
        EXPECT_THAT(look(), ElementsAre("reader"));
        EXPECT_EQ(sockets.receive_here(), "y");
        ASSERT_TRUE(poller->unwatch(sockets.here(), Direction::read));
    }
}

using Rule8BytesAreNeverLost = OperationTest;
SUPPORT_ON_EACH_POLLER(Rule8BytesAreNeverLost);

TEST_P(Rule8BytesAreNeverLost, AFullSendBufferIsWaitedFor) {
    if (GetParam() == "iocp")
        GTEST_SKIP() << "iocp neither watches nor says when a socket can be written";
    std::string text;
    for (int number = 0; text.size() < 3'000'000; ++number) text += std::to_string(number) + ' ';
    Sending operation(ended, "send", sockets.here(), text);
    ASSERT_TRUE(start(operation));
    std::string arrived;
    Names all_ended;
    for (int round = 0; round < 10'000 && all_ended.empty(); ++round) {
        arrived += sockets.receive_there();
        all_ended = look();
    }
    EXPECT_THAT(all_ended, ElementsAre("send"));
    arrived += sockets.receive_there();
    EXPECT_EQ(operation.error, 0);
    EXPECT_GT(operation.attempts, 2);
    EXPECT_TRUE(arrived == text);
}

TEST_P(Rule8BytesAreNeverLost, APeerThatVanishesFailsTheSend) {
    if (GetParam() == "iocp")
        GTEST_SKIP() << "iocp neither watches nor says when a socket can be written";
    sockets.fill();
    Sending operation(ended, "send", sockets.here(), "x");
    ASSERT_TRUE(start(operation));
    sockets.close_there();
    EXPECT_THAT(look(), ElementsAre("send"));
    EXPECT_EQ(operation.error, support::broken_pipe);
    EXPECT_EQ(operation.left, "x");
}

}  // namespace
