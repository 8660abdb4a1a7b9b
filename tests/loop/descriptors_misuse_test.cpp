#include "tests/support/owner.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <string>

using namespace rondo;
using support::Owner;
using support::SocketPair;

namespace {

// Rule 7: wrong use gives a clear error at the place.
class Rule7WrongUseOfDescriptors : public support::OnEachPoller {
protected:
    EventLoop loop{LoopOptions{.poller = GetParam()}};
    SocketPair sockets;
    int owners = 0;

    template <class F>
    static std::string refusal(F function) {
        try {
            function();
        } catch (const std::exception& error) {
            return error.what();
        }
        return "accepted";
    }
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(Rule7WrongUseOfDescriptors);

TEST_P(Rule7WrongUseOfDescriptors, AClosedOneIsRefusedAndNothingIsKept) {
    const Descriptor number = sockets.here();
    sockets.close_here();
    const std::string answer =
        refusal([&] { loop.add_reader(number, [owner = Owner(owners)] {}); });
    EXPECT_EQ(answer, "cannot wait for descriptor " + std::to_string(number) + " by " + GetParam() +
                          ": Bad file descriptor");
    EXPECT_EQ(owners, 0);
    EXPECT_FALSE(loop.remove_reader(number));
    EXPECT_EQ(refusal([&] { loop.add_writer(-1, [] {}); }), "Invalid file descriptor: -1");
}

TEST_P(Rule7WrongUseOfDescriptors, ClosingOneTooEarlyDoesNotKeepItFromBeingRemoved) {
    const Descriptor number = sockets.here();
    loop.add_reader(number, [owner = Owner(owners)] {});
    loop.add_writer(number, [owner = Owner(owners)] {});
    sockets.close_here();
    EXPECT_TRUE(loop.remove_reader(number));
    EXPECT_TRUE(loop.remove_writer(number));
    EXPECT_EQ(owners, 0);
    support::run_turns(loop);
}

}  // namespace
