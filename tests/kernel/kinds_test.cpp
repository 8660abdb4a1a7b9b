// The operations that the library has, on every kernel.
#include "tests/support/loopback.hpp"
#include "tests/support/with_operations.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <cstring>
#include <memory>
#include <string>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::Noted;
using support::OwnedSocket;
using support::SocketPair;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

class KindsTest : public support::WithOperations {};

SUPPORT_ON_EACH_POLLER(KindsTest);

TEST_P(KindsTest, ReceiveTakesAtOnceWhatIsThere) {
    sockets.send_here("hello");
    auto operation = receiving("receive");
    EXPECT_FALSE(poller->submit(operation));
    EXPECT_EQ(received(operation), "hello");
    EXPECT_EQ(operation.error, 0);
    EXPECT_TRUE(poller->idle());
}

TEST_P(KindsTest, ReceiveWaitsForWhatWillCome) {
    auto operation = receiving("receive");
    ASSERT_TRUE(poller->submit(operation));
    EXPECT_THAT(look(), IsEmpty());
    sockets.send_here("hello");
    EXPECT_THAT(next(), ElementsAre("receive"));
    EXPECT_EQ(received(operation), "hello");
    EXPECT_FALSE(operation.cancelled);
    EXPECT_TRUE(poller->idle());
}

TEST_P(KindsTest, ReceiveGivesNothingAtTheEnd) {
    auto operation = receiving("receive");
    ASSERT_TRUE(poller->submit(operation));
    sockets.close_there();
    EXPECT_THAT(next(), ElementsAre("receive"));
    EXPECT_EQ(operation.count, 0U);
    EXPECT_EQ(operation.error, 0);
}

TEST_P(KindsTest, AShortReceiveIsAllThereWasSoTheNextOneWaitsForASign) {
    for (int round = 0; round < 5; ++round) {
        auto operation = receiving("receive", true);
        ASSERT_TRUE(poller->submit(operation)) << round;
        sockets.send_here(std::to_string(round));
        ASSERT_THAT(next(), ElementsAre("receive"));
        EXPECT_EQ(received(operation), std::to_string(round));
        EXPECT_TRUE(operation.exhausted);
    }
}

TEST_P(KindsTest, TheEndIsNotMissedThoughItCameWithTheLastBytes) {
    auto operation = receiving("bytes", true);
    ASSERT_TRUE(poller->submit(operation));
    sockets.send_here("last");
    sockets.close_there();
    EXPECT_THAT(next(), ElementsAre("bytes"));
    EXPECT_EQ(received(operation), "last");
    auto again = receiving("end", true);
    if (poller->submit(again)) {
        EXPECT_THAT(next(), ElementsAre("end"));
    }
    EXPECT_EQ(again.count, 0U);
    EXPECT_EQ(again.error, 0);
}

TEST_P(KindsTest, WhatCameSinceAShortReceiveIsNotMissed) {
    auto first = receiving("first", true);
    ASSERT_TRUE(poller->submit(first));
    sockets.send_here("a");
    EXPECT_THAT(next(), ElementsAre("first"));
    sockets.send_here("b");
    auto second = receiving("second", true);
    if (poller->submit(second)) {
        EXPECT_THAT(next(), ElementsAre("second"));
    }
    EXPECT_EQ(received(second), "b");
}

TEST_P(KindsTest, AReceiveThatTakesItsTurnIsQueuedAtTheSignAndTriesWhenItIsSubmittedAgain) {
    auto operation = receiving("sign");
    operation.in_turn = true;
    ASSERT_TRUE(poller->submit(operation));
    sockets.send_here("hello");
    EXPECT_THAT(next(), ElementsAre("sign"));
    if (operation.signalled) {  // a completion kernel has received by itself
        EXPECT_EQ(buffer.front(), '.');
        operation.signalled = false;
        EXPECT_FALSE(poller->submit(operation));
    }
    EXPECT_EQ(received(operation), "hello");
    EXPECT_TRUE(poller->idle());
}

TEST_P(KindsTest, ASignWhoseBytesAnotherTookIsWaitedForAgain) {
    auto operation = receiving("sign");
    operation.in_turn = true;
    ASSERT_TRUE(poller->submit(operation));
    sockets.send_here("hello");
    EXPECT_THAT(next(), ElementsAre("sign"));
    if (!operation.signalled) return;  // there was no such moment
    EXPECT_EQ(sockets.receive_here(), "hello");
    operation.signalled = false;
    ASSERT_TRUE(poller->submit(operation));
    sockets.send_here("again");
    EXPECT_THAT(next(), ElementsAre("sign"));
    EXPECT_TRUE(operation.signalled);
    EXPECT_FALSE(poller->submit(operation));
    EXPECT_EQ(received(operation), "again");
}

TEST_P(KindsTest, SendSendsAtOnceWhatFits) {
    Noted<Send> operation(ended, "send", sockets.here(), bytes_of("hello"));
    EXPECT_FALSE(poller->submit(operation));
    EXPECT_EQ(sockets.receive_there(), "hello");
}

TEST_P(KindsTest, SendSendsAllOfWhatDoesNotFit) {
    std::string text;
    for (int number = 0; text.size() < 3'000'000; ++number) text += std::to_string(number) + ' ';
    Noted<Send> operation(ended, "send", sockets.here(), bytes_of(text));
    ASSERT_TRUE(poller->submit(operation));
    std::string arrived;
    for (int round = 0; round < 100'000 && ended.empty(); ++round) {
        arrived += sockets.receive_there();
        look();
    }
    EXPECT_THAT(ended, ElementsAre("send"));
    arrived += sockets.receive_there();
    EXPECT_EQ(operation.error, 0);
    EXPECT_TRUE(operation.left.empty());
    EXPECT_TRUE(arrived == text);
}

TEST_P(KindsTest, SendFailsWhenThePeerHasGone) {
    sockets.fill();
    Noted<Send> operation(ended, "send", sockets.here(), bytes_of("x"));
    ASSERT_TRUE(poller->submit(operation));
    sockets.close_there();
    EXPECT_THAT(next(), ElementsAre("send"));
    EXPECT_THAT(operation.error, AnyOf(EPIPE, ECONNRESET));
    EXPECT_EQ(operation.left.size(), 1U);
}

TEST_P(KindsTest, AClosedSocketFailsEachKind) {
    OwnedSocket socket = support::make_socket(SOCK_STREAM);
    const Descriptor number = socket.get();
    socket.close();
    Noted<Receive> receive(ended, "receive", number, std::as_writable_bytes(std::span(buffer)));
    Noted<Send> send(ended, "send", number, bytes_of("x"));
    Noted<Accept> accept(ended, "accept", number);
    for (SocketOperation* operation :
         {(SocketOperation*)&receive, (SocketOperation*)&send, (SocketOperation*)&accept}) {
        EXPECT_FALSE(poller->submit(*operation));
        EXPECT_EQ(operation->error, EBADF);
    }
    Noted<Connect> connect(ended, "connect", number, support::loopback(9));
    if (GetParam() == "iocp") {  // which is told of the socket before it connects
        EXPECT_THROW((void)poller->submit(connect), std::system_error);
        return;
    }
    if (poller->submit(connect)) {
        EXPECT_THAT(next(), ElementsAre("connect"));
    }
    EXPECT_EQ(connect.error, EBADF);
}

class ConnectionsTest : public KindsTest {
protected:
    OwnedSocket listener = support::make_listener();
    SocketAddress address = support::address_of(listener);
};

SUPPORT_ON_EACH_POLLER(ConnectionsTest);

TEST_P(ConnectionsTest, ConnectAndAcceptMeet) {
    Noted<Accept> accept(ended, "accept", listener.get());
    ASSERT_TRUE(poller->submit(accept));
    OwnedSocket client = support::make_socket(SOCK_STREAM);
    Noted<Connect> connect(ended, "connect", client.get(), address);
    Names both;
    if (!poller->submit(connect)) both.push_back("connect");
    while (both.size() < 2) {
        const Names some = next();
        ASSERT_FALSE(some.empty());
        both.insert(both.end(), some.begin(), some.end());
    }
    EXPECT_EQ(connect.error, 0);
    EXPECT_EQ(accept.error, 0);
    OwnedSocket server(std::exchange(accept.accepted, no_descriptor));
    const SocketAddress client_address = support::address_of(client);
    EXPECT_EQ(std::memcmp(accept.peer.bytes, client_address.bytes, 8), 0);

    // What was accepted does not block, and is of use.
    char byte = 0;
    EXPECT_LT(support::receive_some(server.get(), &byte, 1), 0);
    EXPECT_TRUE(support::last_call_would_block());
    Noted<Receive> receive(ended, "receive", server.get(),
                           std::as_writable_bytes(std::span(buffer)));
    ASSERT_TRUE(poller->submit(receive));
    Noted<Send> send(ended, "send", client.get(), bytes_of("hello"));
    EXPECT_FALSE(poller->submit(send));
    EXPECT_THAT(next(), ElementsAre("receive"));
    EXPECT_EQ(received(receive), "hello");
    poller->forget(client.get());
    poller->forget(server.get());
}

TEST_P(ConnectionsTest, WhoWaitsToBeAcceptedIsTakenAtOnce) {
    OwnedSocket client = support::make_socket(SOCK_STREAM);
    Noted<Connect> connect(ended, "connect", client.get(), address);
    if (poller->submit(connect)) {
        ASSERT_THAT(next(), ElementsAre("connect"));
    }
    Noted<Accept> accept(ended, "accept", listener.get());
    EXPECT_FALSE(poller->submit(accept));
    EXPECT_NE(accept.accepted, no_descriptor);
}

TEST_P(ConnectionsTest, AcceptedOneAfterAnother) {
    for (int round = 0; round < 20; ++round) {
        Noted<Accept> accept(ended, "accept", listener.get());
        const bool waits = poller->submit(accept);
        OwnedSocket client = support::make_socket(SOCK_STREAM);
        ::connect(client.get(), reinterpret_cast<const sockaddr*>(address.bytes),
                  static_cast<AddressSize>(address.size));
        if (waits) {
            ASSERT_THAT(next(), ElementsAre("accept"));
        }
        ASSERT_NE(accept.accepted, no_descriptor) << round;
    }
}

TEST_P(ConnectionsTest, ARefusedConnectionFailsWithItsError) {
    listener.close();
    OwnedSocket client = support::make_socket(SOCK_STREAM);
    Noted<Connect> connect(ended, "connect", client.get(), address);
    if (poller->submit(connect)) {
        EXPECT_THAT(next(), ElementsAre("connect"));
    }
    EXPECT_EQ(connect.error, ECONNREFUSED);
    poller->forget(client.get());
}

class DatagramsTest : public KindsTest {
protected:
    OwnedSocket one = support::make_socket(SOCK_DGRAM), other = support::make_socket(SOCK_DGRAM);
    SocketAddress address_of_one, address_of_other;

    void SetUp() override {
        support::bind_to_loopback(one);
        support::bind_to_loopback(other);
        address_of_one = support::address_of(one);
        address_of_other = support::address_of(other);
    }
};

SUPPORT_ON_EACH_POLLER(DatagramsTest);

TEST_P(DatagramsTest, KeepTheirBoundsAndTellWhereTheyComeFrom) {
    Noted<ReceiveFrom> receive(ended, "receive", one.get(),
                               std::as_writable_bytes(std::span(buffer)));
    ASSERT_TRUE(poller->submit(receive));
    EXPECT_THAT(look(), IsEmpty());
    for (const std::string_view text : {"first", "second"}) {
        Noted<SendTo> send(ended, "send", other.get(), bytes_of(text), address_of_one);
        ASSERT_FALSE(poller->submit(send));
        ASSERT_EQ(send.error, 0);
    }
    EXPECT_THAT(next(), ElementsAre("receive"));
    EXPECT_EQ(buffer.substr(0, receive.count), "first");
    EXPECT_EQ(std::memcmp(receive.sender.bytes, address_of_other.bytes, 8), 0);
    EXPECT_FALSE(poller->submit(receive));
    EXPECT_EQ(buffer.substr(0, receive.count), "second");
}

TEST_P(DatagramsTest, WhatDoesNotFitIsCutOff) {
    buffer.resize(3);
    Noted<ReceiveFrom> receive(ended, "receive", one.get(),
                               std::as_writable_bytes(std::span(buffer)));
    ASSERT_TRUE(poller->submit(receive));
    Noted<SendTo> send(ended, "send", other.get(), bytes_of("longer"), address_of_one);
    ASSERT_FALSE(poller->submit(send));
    EXPECT_THAT(next(), ElementsAre("receive"));
    EXPECT_EQ(buffer.substr(0, receive.count), "lon");
    EXPECT_EQ(receive.error, 0);
}

}  // namespace
