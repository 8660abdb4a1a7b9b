// Who owns the memory of an operation when: submitted, over, cancelled, closed. (The table stands
// at `Operation`.)
#include "tests/support/loopback.hpp"
#include "tests/support/transfer.hpp"
#include "tests/support/with_operations.hpp"

#include <rondo/kernel/virtual_time.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <string>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::Noted;
using support::OwnedSocket;
using support::RecordingNode;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace {

class LettingGoTest : public support::WithOperations {
protected:
    /// Takes an operation back, and waits until the kernel has let go of it.
    void take_back(Operation& operation, const std::string& name) {
        if (!poller->cancel(operation)) {
            EXPECT_THAT(next(), ElementsAre(name));
        }
    }
    Names names_of(NodeQueue& queue) {
        ended.clear();
        support::run_all(queue);
        return ended;
    }
};

SUPPORT_ON_EACH_POLLER(LettingGoTest);

TEST_P(LettingGoTest, WhatWasTakenBackInTimeHasDoneNothing) {
    auto operation = receiving("receive");
    ASSERT_TRUE(poller->submit(operation));
    take_back(operation, "receive");
    EXPECT_TRUE(operation.cancelled);
    EXPECT_TRUE(poller->idle());
    sockets.send_here("x");
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_EQ(buffer.front(), '.') << "the memory is touched by nobody";
    EXPECT_EQ(sockets.receive_here(), "x");
}

TEST_P(LettingGoTest, BytesThatCameBeforeItWasTakenBackAreItsOrStayWhereTheyAre) {
    for (int round = 0; round < 200; ++round) {
        auto operation = receiving("receive");
        ASSERT_TRUE(poller->submit(operation));
        if (round % 2 == 0) look();
        sockets.send_here("hello");
        take_back(operation, "receive");
        const std::string taken =
            operation.cancelled ? std::string() : buffer.substr(0, operation.count);
        EXPECT_EQ(taken + sockets.receive_here(), "hello") << round;
    }
}

TEST_P(LettingGoTest, TakenBackTwiceIsTakenBackOnce) {
    auto operation = receiving("receive");
    ASSERT_TRUE(poller->submit(operation));
    if (!poller->cancel(operation)) {
        EXPECT_FALSE(poller->cancel(operation));
        EXPECT_THAT(next(), ElementsAre("receive"));
    }
    EXPECT_FALSE(poller->cancel(operation));
    EXPECT_TRUE(poller->idle());
}

TEST_P(LettingGoTest, WhoWaitsBehindIsFreeAtOnceAndWhoComesNextGoesOn) {
    auto first = receiving("first"), second = receiving("second"), third = receiving("third");
    ASSERT_TRUE(poller->submit(first));
    ASSERT_TRUE(poller->submit(second));
    ASSERT_TRUE(poller->submit(third));
    EXPECT_TRUE(poller->cancel(second));
    take_back(first, "first");
    sockets.send_here("x");
    EXPECT_THAT(next(), ElementsAre("third"));
    EXPECT_EQ(third.count, 1U);
    EXPECT_TRUE(poller->idle());
}

TEST_P(LettingGoTest, ASendThatWasTakenBackTellsHowFarItCame) {
    const std::size_t filled = sockets.fill();
    std::string text;
    for (int number = 0; text.size() < 2'000'000; ++number) text += std::to_string(number) + ' ';
    Noted<Send> send(ended, "send", sockets.here(), std::as_bytes(std::span(text)));
    ASSERT_TRUE(poller->submit(send));
    std::string arrived;
    for (int round = 0; round < 5; ++round) {
        arrived += sockets.receive_there();
        look();
    }
    if (send.left.empty()) return;
    take_back(send, "send");
    arrived += sockets.receive_there();
    EXPECT_EQ(send.error, 0);
    EXPECT_EQ(arrived.size() - filled, text.size() - send.left.size());
    EXPECT_TRUE(arrived.substr(filled) == text.substr(0, text.size() - send.left.size()));
}

TEST_P(LettingGoTest, AnAcceptThatWasTakenBackLosesNobody) {
    OwnedSocket listener = support::make_listener();
    const SocketAddress address = support::address_of(listener);
    for (int round = 0; round < 20; ++round) {
        Noted<Accept> accept(ended, "accept", listener.get());
        ASSERT_TRUE(poller->submit(accept));
        if (round % 2 == 0) look();
        OwnedSocket client = support::make_socket(SOCK_STREAM);
        ::connect(client.get(), reinterpret_cast<const sockaddr*>(address.bytes),
                  static_cast<AddressSize>(address.size));
        take_back(accept, "accept");
        if (accept.accepted != no_descriptor) continue;
        Noted<Accept> other(ended, "other", listener.get());
        if (poller->submit(other)) {
            ASSERT_THAT(next(), ElementsAre("other"));
        }
        EXPECT_NE(other.accepted, no_descriptor);
    }
}

TEST_P(LettingGoTest, AllAreTakenBackAtOnce) {
    SocketPair watched, sending;
    RecordingNode reader(ended, "reader");
    auto first = receiving("first"), second = receiving("second");
    sending.fill();
    Noted<Send> send(ended, "send", sending.here(), std::as_bytes(std::span(buffer)));
    ASSERT_TRUE(poller->submit(first));
    ASSERT_TRUE(poller->submit(second));
    ASSERT_TRUE(poller->submit(send));
    if (GetParam() != "iocp") poller->watch(watched.here(), Direction::read, reader);
    look();
    NodeQueue let_go;
    poller->cancel_all(let_go);
    EXPECT_TRUE(poller->idle());
    EXPECT_THAT(names_of(let_go), UnorderedElementsAre("first", "second", "send"));
    EXPECT_TRUE(first.cancelled && second.cancelled && send.cancelled);
    EXPECT_THAT(poller->waits(), IsEmpty());
    sockets.send_here("x");
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_EQ(buffer.front(), '.');
}

TEST_P(LettingGoTest, AllAreTakenBackWithNothingThereAndAgain) {
    NodeQueue let_go;
    poller->cancel_all(let_go);
    poller->cancel_all(let_go);
    EXPECT_TRUE(let_go.empty());
}

TEST_P(LettingGoTest, ClosingASocketTakesBackWhoWaitsForItAndItsNumberMayComeBack) {
    OwnedSocket closed = support::make_socket(SOCK_DGRAM);
    support::bind_to_loopback(closed);
    const Descriptor number = closed.get();
    Noted<ReceiveFrom> first(ended, "first", number, std::as_writable_bytes(std::span(buffer)));
    Noted<ReceiveFrom> second(ended, "second", number, std::as_writable_bytes(std::span(buffer)));
    ASSERT_TRUE(poller->submit(first));
    ASSERT_TRUE(poller->submit(second));
    look();
    NodeQueue free;
    poller->close_descriptor(closed.release(), free);
    EXPECT_THAT(names_of(free), UnorderedElementsAre("first", "second"));
    EXPECT_TRUE(first.cancelled && second.cancelled);
    EXPECT_TRUE(poller->idle());
    for (int round = 0; round < 3; ++round) {
        OwnedSocket next_one = support::make_socket(SOCK_DGRAM);
        support::bind_to_loopback(next_one);
        Noted<ReceiveFrom> receive(ended, "receive", next_one.get(),
                                   std::as_writable_bytes(std::span(buffer)));
        ASSERT_TRUE(poller->submit(receive));
        EXPECT_THAT(look(), IsEmpty());
        OwnedSocket sender = support::make_socket(SOCK_DGRAM);
        Noted<SendTo> send(ended, "send", sender.get(), std::as_bytes(std::span(buffer)),
                           support::address_of(next_one));
        ASSERT_FALSE(poller->submit(send));
        EXPECT_THAT(next(), ElementsAre("receive"));
        poller->close_descriptor(next_one.release(), free);
        poller->forget(sender.get());
    }
    EXPECT_TRUE(free.empty());
}

TEST_P(LettingGoTest, ClosingLeavesTheOthersWhatIsTheirs) {
    SocketPair closed;
    Noted<Receive> ends(ended, "ends", closed.here(), std::as_writable_bytes(std::span(buffer)));
    auto stays = receiving("stays");
    ASSERT_TRUE(poller->submit(ends));
    ASSERT_TRUE(poller->submit(stays));
    look();
    sockets.send_here("hello");
    NodeQueue free;
    poller->close_descriptor(closed.release_here(), free);
    EXPECT_THAT(names_of(free), ElementsAre("ends"));
    EXPECT_THAT(next(), ElementsAre("stays"));
    EXPECT_EQ(stays.count, 5U);
}

TEST_P(LettingGoTest, TheOtherSideSeesThatASocketWasClosedAtOnce) {
    auto operation = receiving("receive");
    ASSERT_TRUE(poller->submit(operation));
    look();
    NodeQueue free;
    poller->close_descriptor(sockets.release_here(), free);
    char byte;
    EXPECT_EQ(support::receive_some(sockets.there(), &byte, 1), 0);
    support::run_all(free);
}

TEST_P(LettingGoTest, ADescriptorThatNobodyKnowsIsClosedToo) {
    NodeQueue free;
    poller->close_descriptor(sockets.release_here(), free);
    char byte;
    EXPECT_EQ(support::receive_some(sockets.there(), &byte, 1), 0);
    EXPECT_TRUE(free.empty());
}

TEST_P(LettingGoTest, VirtualTimePassesItOn) {
    VirtualTime time(make_poller(GetParam()));
    auto operation = receiving("receive");
    ASSERT_TRUE(time.submit(operation));
    EXPECT_FALSE(time.idle());
    NodeQueue let_go;
    time.close_descriptor(sockets.release_here(), let_go);
    EXPECT_TRUE(time.idle());
    EXPECT_THAT(names_of(let_go), ElementsAre("receive"));
}

}  // namespace
