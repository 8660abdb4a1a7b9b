// Rule 7: wrong use gives a clear error at the place. Here: of operations, and of operations and
// watches on one descriptor.
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/transfer.hpp"

#include <rondo/base/errors.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <system_error>

using namespace rondo;
using support::Names;
using support::Receiving;
using support::RecordingNode;
using support::SocketPair;
using ::testing::ElementsAre;

namespace {

class Rule7WrongUseOfOperations : public support::OnEachPoller {
protected:
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    SocketPair sockets;
    Names ended;
    Receiving operation{ended, "receive", sockets.here(), 100};
    RecordingNode writer{ended, "writer"};

    Names look() {
        NodeQueue ready;
        poller->wait(TimePoint::min(), ready);
        support::run_all(ready);
        return ended;
    }
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(Rule7WrongUseOfOperations);

TEST_P(Rule7WrongUseOfOperations, AWatchedDescriptorIsRefused) {
    const std::string number = std::to_string(sockets.here());
    poller->watch(sockets.here(), Direction::write, writer);
    try {
        (void)poller->submit(operation);
        FAIL() << "it was submitted";
    } catch (const RuntimeError& error) {
        EXPECT_EQ(error.what(), "descriptor " + number +
                                    " is watched by add_reader or add_writer and cannot be used "
                                    "by an operation at the same time");
    }
    EXPECT_FALSE(poller->cancel(operation));
    EXPECT_TRUE(poller->unwatch(sockets.here(), Direction::write));
    EXPECT_TRUE(poller->idle());
}

TEST_P(Rule7WrongUseOfOperations, WatchingWhatAnOperationUsesIsRefused) {
    const std::string number = std::to_string(sockets.here());
    (void)poller->submit(operation);
    try {
        poller->watch(sockets.here(), Direction::write, writer);
        FAIL() << "it was watched";
    } catch (const RuntimeError& error) {
        EXPECT_EQ(error.what(), "descriptor " + number +
                                    " is used by an operation and cannot be watched by "
                                    "add_reader or add_writer at the same time");
    }
    NodeQueue let_go;
    poller->cancel_all(let_go);
    EXPECT_EQ(let_go.pop(), &operation);
    EXPECT_TRUE(operation.cancelled);
    EXPECT_TRUE(poller->idle());
}

TEST_P(Rule7WrongUseOfOperations, ForgettingWhatIsWaitedForIsRefused) {
    (void)poller->submit(operation);
    try {
        poller->forget(sockets.here());
        FAIL() << "it was forgotten";
    } catch (const RuntimeError& error) {
        EXPECT_EQ(error.what(), "descriptor " + std::to_string(sockets.here()) +
                                    " is still waited for and cannot be closed yet");
    }
    sockets.send_here("x");
    EXPECT_THAT(look(), ElementsAre("receive"));
}

TEST_P(Rule7WrongUseOfOperations, AClosedDescriptorFailsIt) {
    sockets.close_here();
    EXPECT_FALSE(poller->submit(operation));
    EXPECT_EQ(operation.error, support::bad_descriptor);
    EXPECT_FALSE(poller->cancel(operation));
    EXPECT_TRUE(poller->idle());
}

}  // namespace
