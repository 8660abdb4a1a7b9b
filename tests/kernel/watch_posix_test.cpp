// Of POSIX: pipes and files are descriptors, as sockets are.
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"

#include <gmock/gmock.h>

#include <cstdio>
#include <memory>
#include <system_error>

#include <unistd.h>

using namespace rondo;
using support::Names;
using support::RecordingNode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace {

class WatchesThatAreNoSockets : public support::OnEachPoller {
protected:
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    Names names;
    RecordingNode reader{names, "reader"}, writer{names, "writer"};

    Names look() {
        NodeQueue ready;
        names.clear();
        poller->wait(TimePoint::min(), ready);
        support::run_all(ready);
        return names;
    }
};

SUPPORT_ON_EACH_POLLER(WatchesThatAreNoSockets);

// The reading end of a pipe being closed is an error for the writing end, and nothing else.
TEST_P(WatchesThatAreNoSockets, AnErrorCountsAsReady) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    poller->watch(ends[1], Direction::read, reader);
    EXPECT_THAT(look(), IsEmpty());
    close(ends[0]);
    EXPECT_THAT(look(), ElementsAre("reader"));
    EXPECT_TRUE(poller->unwatch(ends[1], Direction::read));
    close(ends[1]);
}

// Some kernels take a file, which is always ready (to kqueue: until its end); epoll does not.
TEST_P(WatchesThatAreNoSockets, ARegularFileIsReadyOrRefused) {
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
TEST_P(WatchesThatAreNoSockets, ARefusedWriterLeavesTheReaderAsItWas) {
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
