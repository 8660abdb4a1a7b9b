#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/transfer.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <limits>
#include <memory>
#include <stdexcept>
#include <system_error>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::RecordingNode;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace {

class WatchTest : public support::OnEachPoller {
protected:
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    SocketPair sockets;
    Names names;
    RecordingNode reader{names, "reader"}, writer{names, "writer"}, other{names, "other"};

    // What one look, without waiting unless that is said, reports.
    Names look(TimePoint until = TimePoint::min()) {
        NodeQueue ready;
        names.clear();
        poller->wait(until, ready);
        support::run_all(ready);
        return names;
    }
    void watch_reading() { poller->watch(sockets.here(), Direction::read, reader); }
    void watch_writing() { poller->watch(sockets.here(), Direction::write, writer); }
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(WatchTest);

TEST_P(WatchTest, ReportsWhatCanBeRead) {
    watch_reading();
    EXPECT_THAT(look(), IsEmpty());
    sockets.send_here("x");
    EXPECT_THAT(look(), ElementsAre("reader"));
}

TEST_P(WatchTest, ReportsForAsLongAsThereIsSomethingToRead) {
    watch_reading();
    sockets.send_here("x");
    EXPECT_THAT(look(), ElementsAre("reader"));
    EXPECT_THAT(look(), ElementsAre("reader"));
    sockets.receive_here();
    EXPECT_THAT(look(), IsEmpty());
    sockets.send_here("y");
    EXPECT_THAT(look(), ElementsAre("reader"));
}

TEST_P(WatchTest, ReportsWhatWasThereBefore) {
    sockets.send_here("x");
    watch_reading();
    EXPECT_THAT(look(), ElementsAre("reader"));
}

TEST_P(WatchTest, ReportsWhenThereIsRoomToWrite) {
    watch_writing();
    EXPECT_THAT(look(), ElementsAre("writer"));
    EXPECT_THAT(look(), ElementsAre("writer"));
    EXPECT_GT(sockets.fill(), 0U);
    EXPECT_THAT(look(), IsEmpty());
    sockets.receive_there();
    EXPECT_THAT(look(), ElementsAre("writer"));
}

TEST_P(WatchTest, ReportsBothDirectionsReadingFirst) {
    watch_writing();
    watch_reading();
    EXPECT_THAT(look(), ElementsAre("writer"));
    sockets.send_here("x");
    EXPECT_THAT(look(), ElementsAre("reader", "writer"));
    sockets.fill();
    EXPECT_THAT(look(), ElementsAre("reader"));
}

TEST_P(WatchTest, TheEndOfTheOtherSideCountsAsReadable) {
    watch_reading();
    support::end_sending(sockets.there());
    EXPECT_THAT(look(), ElementsAre("reader"));
    EXPECT_THAT(look(), ElementsAre("reader"));
}

TEST_P(WatchTest, APeerThatIsGoneCountsAsReadyInBothDirections) {
    watch_reading();
    watch_writing();
    sockets.fill();
    EXPECT_THAT(look(), IsEmpty());
    sockets.close_there();
    EXPECT_THAT(look(), UnorderedElementsAre("reader", "writer"));
    EXPECT_THAT(look(), UnorderedElementsAre("reader", "writer"));
}

TEST_P(WatchTest, EndsWithUnwatch) {
    watch_reading();
    sockets.send_here("x");
    EXPECT_TRUE(poller->unwatch(sockets.here(), Direction::read));
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_FALSE(poller->unwatch(sockets.here(), Direction::read));
}

TEST_P(WatchTest, UnwatchingWhatIsNotWatchedIsNoError) {
    EXPECT_FALSE(poller->unwatch(sockets.here(), Direction::read));
    EXPECT_FALSE(poller->unwatch(1'000'000, Direction::write));
    EXPECT_FALSE(poller->unwatch(static_cast<Descriptor>(-1), Direction::write));
}

TEST_P(WatchTest, OneDirectionMayEndAndTheOtherGoOn) {
    watch_reading();
    watch_writing();
    sockets.send_here("x");
    EXPECT_TRUE(poller->unwatch(sockets.here(), Direction::write));
    EXPECT_THAT(look(), ElementsAre("reader"));
    watch_writing();
    EXPECT_TRUE(poller->unwatch(sockets.here(), Direction::read));
    EXPECT_THAT(look(), ElementsAre("writer"));
}

TEST_P(WatchTest, ASecondNodeReplacesTheFirst) {
    watch_reading();
    poller->watch(sockets.here(), Direction::read, other);
    sockets.send_here("x");
    EXPECT_THAT(look(), ElementsAre("other"));
    EXPECT_TRUE(poller->unwatch(sockets.here(), Direction::read));
    EXPECT_THAT(look(), IsEmpty());
}

TEST_P(WatchTest, WhatIsQueuedAlreadyStaysQueued) {
    watch_reading();
    sockets.send_here("x");
    NodeQueue ready;
    poller->wait(never, ready);
    poller->unwatch(sockets.here(), Direction::read);
    EXPECT_EQ(ready.pop(), &reader);
}

TEST_P(WatchTest, CountsInIdle) {
    EXPECT_TRUE(poller->idle());
    watch_reading();
    EXPECT_FALSE(poller->idle());
    watch_writing();
    poller->watch(sockets.here(), Direction::read, other);
    poller->unwatch(sockets.here(), Direction::read);
    EXPECT_FALSE(poller->idle());
    poller->unwatch(sockets.here(), Direction::read);
    EXPECT_FALSE(poller->idle());
    poller->unwatch(sockets.here(), Direction::write);
    EXPECT_TRUE(poller->idle());
}

TEST_P(WatchTest, ManyDescriptorsAreAllReported) {
    support::allow_descriptors(4096);
    std::deque<SocketPair> pairs(400);
    std::deque<RecordingNode> nodes;
    Names expected, seen;
    for (SocketPair& pair : pairs) {
        expected.push_back(std::to_string(nodes.size()));
        poller->watch(pair.here(), Direction::read, nodes.emplace_back(names, expected.back()));
        pair.send_here("x");
    }
    // A kernel may report so many in several parts.
    for (int question = 0; question < 3; ++question) {
        for (const std::string& name : look()) {
            seen.push_back(name);
            pairs[std::stoul(name)].receive_here();
        }
    }
    EXPECT_THAT(seen, ::testing::UnorderedElementsAreArray(expected));
    for (SocketPair& pair : pairs) poller->unwatch(pair.here(), Direction::read);
}

TEST_P(WatchTest, ManyComeAndGoInAnyOrder) {
    std::deque<SocketPair> pairs(7);
    std::deque<RecordingNode> nodes;
    for (SocketPair& pair : pairs) {
        const std::string name = std::to_string(nodes.size());
        poller->watch(pair.here(), Direction::read, nodes.emplace_back(names, name));
        pair.send_here("x");
    }
    const auto unwatch = [&](std::size_t which) {
        EXPECT_TRUE(poller->unwatch(pairs[which].here(), Direction::read));
    };
    unwatch(0);  // the first
    unwatch(6);  // the last
    unwatch(3);
    EXPECT_THAT(look(), UnorderedElementsAre("1", "2", "4", "5"));
    unwatch(5);  // which may have taken another's place
    poller->watch(pairs[3].here(), Direction::read, nodes[3]);
    EXPECT_THAT(look(), UnorderedElementsAre("1", "2", "3", "4"));
    for (const std::size_t which : {4, 1, 2, 3}) unwatch(which);
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_TRUE(poller->idle());
}

TEST_P(WatchTest, UnwatchingADescriptorThatWasClosedTooEarlyIsNoError) {
    watch_reading();
    watch_writing();
    const Descriptor number = sockets.here();
    sockets.close_here();
    EXPECT_TRUE(poller->unwatch(number, Direction::read));
    EXPECT_TRUE(poller->unwatch(number, Direction::write));
    EXPECT_TRUE(poller->idle());
    EXPECT_THAT(look(), IsEmpty());
}

// Poll can tell, and does so once; epoll and kqueue do not know; io_uring hears of it if it had not
// asked yet.
TEST_P(WatchTest, ClosedWhileItIsWatchedItIsReportedOnceAtMost) {
    watch_reading();
    const Descriptor number = sockets.here();
    sockets.close_here();
    if (GetParam() == "io_uring")
        EXPECT_LE(look().size(), 1U);
    else
        EXPECT_EQ(look(), GetParam() == "poll" ? Names{"reader"} : Names{});
    look();  // it may find out at its first look that there is nothing
    const TimePoint until = poller->now() + 5ms;
    EXPECT_THAT(look(until), IsEmpty());
    EXPECT_GE(poller->now(), until);
    EXPECT_FALSE(poller->idle());
    EXPECT_TRUE(poller->unwatch(number, Direction::read));
    EXPECT_TRUE(poller->idle());
}

using Rule7WrongUseOfWatches = WatchTest;
SUPPORT_ON_EACH_POLLER_THAT_WATCHES(Rule7WrongUseOfWatches);

TEST_P(Rule7WrongUseOfWatches, WatchingAClosedDescriptorIsRefused) {
    const Descriptor number = sockets.here();
    sockets.close_here();
    try {
        poller->watch(number, Direction::read, reader);
        FAIL() << "it was watched";
    } catch (const std::system_error& error) {
        EXPECT_EQ(error.code(), std::errc::bad_file_descriptor);
        EXPECT_EQ(error.what(), "cannot wait for descriptor " + std::to_string(number) + " by " +
                                    GetParam() + ": Bad file descriptor");
    }
    EXPECT_TRUE(poller->idle());
    EXPECT_FALSE(poller->unwatch(number, Direction::read));
    EXPECT_THAT(look(), IsEmpty());
}

TEST_P(Rule7WrongUseOfWatches, AClosedDescriptorThatWasWatchedBeforeIsRefusedToo) {
    watch_reading();
    const Descriptor number = sockets.here();
    EXPECT_TRUE(poller->unwatch(number, Direction::read));
    sockets.close_here();
    EXPECT_THROW(poller->watch(number, Direction::read, reader), std::system_error);
    EXPECT_TRUE(poller->idle());
}

TEST_P(Rule7WrongUseOfWatches, ReplacingTheWatchOfAClosedOneIsRefused) {
    watch_reading();
    const Descriptor number = sockets.here();
    sockets.close_here();
    EXPECT_THROW(poller->watch(number, Direction::read, other), std::system_error);
    EXPECT_THROW(poller->watch(number, Direction::write, writer), std::system_error);
    EXPECT_TRUE(poller->unwatch(number, Direction::read));
    EXPECT_FALSE(poller->unwatch(number, Direction::write));
    EXPECT_TRUE(poller->idle());
}

TEST_P(Rule7WrongUseOfWatches, NegativeNumbersAreRefused) {
    for (const int negative : {-1, -2, -5, std::numeric_limits<int>::min()}) {
        try {
            poller->watch(static_cast<Descriptor>(negative), Direction::read, reader);
            FAIL() << "it was watched";
        } catch (const std::invalid_argument& error) {
            EXPECT_EQ(error.what(), "Invalid file descriptor: " + std::to_string(negative));
        }
        support::Receiving operation(names, "receive", static_cast<Descriptor>(negative), 1);
        EXPECT_THROW((void)poller->submit(operation), std::invalid_argument);
    }
    EXPECT_TRUE(poller->idle());
    EXPECT_THAT(poller->waits(), IsEmpty());
}

TEST_P(Rule7WrongUseOfWatches, HugeNumbersAreRefusedAndLeaveNothingBehind) {
    for (const int huge : {20'000'000, 2'000'000'000, std::numeric_limits<int>::max()}) {
        try {
            poller->watch(static_cast<Descriptor>(huge), Direction::read, reader);
            FAIL() << "it was watched";
        } catch (const std::system_error& error) {
            EXPECT_EQ(error.code(), std::errc::bad_file_descriptor);
        }
        support::Receiving operation(names, "receive", static_cast<Descriptor>(huge), 1);
        EXPECT_FALSE(poller->submit(operation));
        EXPECT_EQ(operation.error, support::bad_descriptor);
    }
    EXPECT_TRUE(poller->idle());
    EXPECT_THAT(look(), IsEmpty());
}

}  // namespace
