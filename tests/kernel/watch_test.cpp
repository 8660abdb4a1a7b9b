#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <memory>
#include <system_error>

#include <sys/resource.h>

using namespace rondo;
using support::Names;
using support::RecordingNode;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace {

class WatchTest : public support::OnEachPoller {
protected:
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    SocketPair sockets;
    Names names;
    RecordingNode reader{names, "reader"}, writer{names, "writer"}, other{names, "other"};

    // What one look, without waiting, reports.
    Names look() {
        NodeQueue ready;
        names.clear();
        poller->wait(TimePoint::min(), ready);
        support::run_all(ready);
        return names;
    }
    void watch_reading() { poller->watch(sockets.here(), Direction::read, reader); }
    void watch_writing() { poller->watch(sockets.here(), Direction::write, writer); }
};

SUPPORT_ON_EACH_POLLER(WatchTest);

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
    shutdown(sockets.there(), SHUT_WR);
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

// The reading end of a pipe being closed is an error for the writing end, and nothing else.
TEST_P(WatchTest, AnErrorCountsAsReady) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    poller->watch(ends[1], Direction::read, reader);
    EXPECT_THAT(look(), IsEmpty());
    close(ends[0]);
    EXPECT_THAT(look(), ElementsAre("reader"));
    EXPECT_TRUE(poller->unwatch(ends[1], Direction::read));
    close(ends[1]);
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
    rlimit limit{};  // of open descriptors; some systems begin with 256
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
    setrlimit(RLIMIT_NOFILE, &limit);

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

TEST_P(WatchTest, ADescriptorNumberMayBeUsedAgain) {
    const Descriptor number = sockets.here();
    watch_reading();
    poller->unwatch(number, Direction::read);
    sockets.close_here();
    SocketPair second;
    ASSERT_EQ(dup2(second.here(), number), number);
    poller->watch(number, Direction::read, other);
    second.send_here("x");
    EXPECT_THAT(look(), ElementsAre("other"));
    poller->unwatch(number, Direction::read);
    close(number);
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

using Rule7WrongUseOfWatches = WatchTest;
SUPPORT_ON_EACH_POLLER(Rule7WrongUseOfWatches);

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

// Some kernels take a file, which is always ready (to kqueue: until its end); epoll does not.
TEST_P(Rule7WrongUseOfWatches, ARegularFileIsReadyOrRefused) {
    FILE* file = std::tmpfile();
    ASSERT_NE(file, nullptr);
    ASSERT_EQ(write(fileno(file), "x", 1), 1);
    lseek(fileno(file), 0, SEEK_SET);
    bool refused = false;
    try {
        poller->watch(fileno(file), Direction::read, reader);
    } catch (const std::system_error& error) {
        refused = true;
        EXPECT_EQ(error.code(), std::errc::operation_not_permitted);
        EXPECT_THAT(error.what(), HasSubstr("cannot wait for descriptor"));
        EXPECT_THAT(error.what(), HasSubstr("Operation not permitted"));
    }
    EXPECT_EQ(poller->idle(), refused);
    EXPECT_EQ(look(), refused ? Names{} : Names{"reader"});
    EXPECT_EQ(poller->unwatch(fileno(file), Direction::read), !refused);
    std::fclose(file);
}

// The writer of a file may be refused where the reader was not.
TEST_P(Rule7WrongUseOfWatches, ARefusedWriterLeavesTheReaderAsItWas) {
    FILE* file = std::tmpfile();
    ASSERT_NE(file, nullptr);
    ASSERT_EQ(write(fileno(file), "x", 1), 1);
    lseek(fileno(file), 0, SEEK_SET);
    const auto watch = [&](Direction direction, RecordingNode& node) {
        try {
            poller->watch(fileno(file), direction, node);
            return true;
        } catch (const std::system_error&) {
            return false;
        }
    };
    const bool reads = watch(Direction::read, reader);
    const bool writes = watch(Direction::write, writer);
    Names expected;
    if (reads) expected.push_back("reader");
    if (writes) expected.push_back("writer");
    EXPECT_EQ(look(), expected);
    EXPECT_EQ(poller->unwatch(fileno(file), Direction::write), writes);
    EXPECT_EQ(look(), reads ? Names{"reader"} : Names{});
    EXPECT_EQ(poller->unwatch(fileno(file), Direction::read), reads);
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_TRUE(poller->idle());
    std::fclose(file);
}

}  // namespace
