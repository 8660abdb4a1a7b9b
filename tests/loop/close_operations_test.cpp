// Rule 6, for what a kernel is at work on: when a loop is closed, it has let go of all memory.
#include "tests/support/noted.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <string>

using namespace rondo;
using support::Names;
using support::Noted;
using support::SocketPair;

namespace {

class Rule6ClosingWithOperations : public support::OnEachPoller {};

SUPPORT_ON_EACH_POLLER(Rule6ClosingWithOperations);

TEST_P(Rule6ClosingWithOperations, TheKernelHasLetGoOfAllWhenItIsClosed) {
    SocketPair sockets, others;
    Names ended;
    std::string buffer(10, '.');
    others.fill();
    Noted<Receive> first(ended, "first", sockets.here(), std::as_writable_bytes(std::span(buffer)));
    Noted<Receive> second(ended, "second", sockets.here(),
                          std::as_writable_bytes(std::span(buffer)));
    Noted<Send> send(ended, "send", others.here(), std::as_bytes(std::span(buffer)));
    EventLoop loop({.poller = GetParam()});
    for (Operation* operation : {static_cast<Operation*>(&first), static_cast<Operation*>(&second),
                                 static_cast<Operation*>(&send)})
        ASSERT_TRUE(loop.poller().submit(*operation));
    loop.call_soon([&] { loop.stop(); });
    loop.run_forever();
    loop.close();
    EXPECT_TRUE(loop.poller().idle());
    EXPECT_TRUE(first.cancelled && second.cancelled && send.cancelled);
    EXPECT_TRUE(ended.empty()) << "they are dropped, and do not run";
    sockets.send_here("hello");
    EXPECT_EQ(buffer, "..........");
    EXPECT_EQ(sockets.receive_here(), "hello");
}

}  // namespace
