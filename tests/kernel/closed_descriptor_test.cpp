// Descriptors that are closed while they are watched, whose file lives on under another number, and
// whose number comes back: never false reports, never a deaf reader, never a kernel that cannot
// sleep.
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/transfer.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <unistd.h>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::Receiving;
using support::RecordingNode;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

class ClosedDescriptorTest : public support::OnEachPoller {
protected:
    ~ClosedDescriptorTest() override {
        if (copy >= 0) close(copy);
        if (number_taken_) close(number);
    }

    std::unique_ptr<Poller> poller = make_poller(GetParam());
    SocketPair first, second;
    const Descriptor number = first.here();
    int copy = -1;
    Names names;
    RecordingNode reader{names, "reader"}, writer{names, "writer"}, other{names, "other"};

    Names look() {
        NodeQueue ready;
        names.clear();
        poller->wait(TimePoint::min(), ready);
        support::run_all(ready);
        return names;
    }
    /// Closes the number; the file lives on.
    void close_but_keep_a_copy() {
        copy = dup(number);
        first.close_here();
    }
    /// The number comes back, for another file.
    void give_number_to_second() {
        ASSERT_EQ(dup2(second.here(), number), number);
        number_taken_ = true;
    }
    /// Whether the kernel can sleep. It may find out at its first look that there is nothing.
    bool sleeps() {
        NodeQueue ready;
        poller->wait(TimePoint::min(), ready);
        const TimePoint until = poller->now() + 5ms;
        poller->wait(until, ready);
        return poller->now() >= until && ready.empty();
    }

private:
    bool number_taken_ = false;
};

SUPPORT_ON_EACH_POLLER(ClosedDescriptorTest);

TEST_P(ClosedDescriptorTest, UnwatchedAfterItWasClosedItIsNotReportedThoughACopyLives) {
    poller->watch(number, Direction::read, reader);
    close_but_keep_a_copy();
    poller->unwatch(number, Direction::read);
    first.send_here("x");
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_TRUE(sleeps());
}

TEST_P(ClosedDescriptorTest, OthersAreReportedAfterThatAsBefore) {
    poller->watch(number, Direction::read, reader);
    poller->watch(second.here(), Direction::read, other);
    close_but_keep_a_copy();
    poller->unwatch(number, Direction::read);
    first.send_here("x");
    second.send_here("y");
    EXPECT_THAT(look(), ElementsAre("other"));
    EXPECT_THAT(look(), ElementsAre("other"));
    second.receive_here();
    EXPECT_TRUE(sleeps());
    second.send_here("z");
    EXPECT_THAT(look(), ElementsAre("other"));
    poller->unwatch(second.here(), Direction::read);
    EXPECT_THAT(look(), IsEmpty());
}

TEST_P(ClosedDescriptorTest, OperationsGoOnAfterThat) {
    Receiving operation(names, "receive", second.here(), 100);
    ASSERT_TRUE(poller->submit(operation));
    poller->watch(number, Direction::read, reader);
    close_but_keep_a_copy();
    poller->unwatch(number, Direction::read);
    first.send_here("x");
    look();
    second.send_here("y");
    EXPECT_THAT(look(), ElementsAre("receive"));
    EXPECT_EQ(operation.bytes, "y");
}

TEST_P(ClosedDescriptorTest, TheNumbersNextFileIsNotReportedForWhatCameToTheOldOne) {
    poller->watch(number, Direction::read, reader);
    close_but_keep_a_copy();
    poller->unwatch(number, Direction::read);
    give_number_to_second();
    poller->watch(number, Direction::read, other);
    first.send_here("x");
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_TRUE(sleeps());
    second.send_here("y");
    EXPECT_THAT(look(), ElementsAre("other"));
}

TEST_P(ClosedDescriptorTest, TheOldOneMayEvenBeWatchedStill) {
    poller->watch(number, Direction::read, reader);
    close_but_keep_a_copy();
    give_number_to_second();
    poller->watch(number, Direction::read, other);
    first.send_here("x");
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_TRUE(sleeps());
    second.send_here("y");
    EXPECT_THAT(look(), ElementsAre("other"));
    EXPECT_TRUE(poller->unwatch(number, Direction::read));
    EXPECT_TRUE(poller->idle());
}

TEST_P(ClosedDescriptorTest, AReaderOfTheNumbersNextFileHearsOfIt) {
    poller->watch(number, Direction::read, reader);
    first.close_here();  // and nobody unwatched it
    give_number_to_second();
    poller->watch(number, Direction::read, other);
    second.send_here("y");
    EXPECT_THAT(look(), ElementsAre("other"));
}

TEST_P(ClosedDescriptorTest, AWriterOfTheNumbersNextFileHearsOfIt) {
    poller->watch(number, Direction::write, writer);
    first.close_here();
    give_number_to_second();
    poller->watch(number, Direction::write, other);
    EXPECT_THAT(look(), ElementsAre("other"));
}

TEST_P(ClosedDescriptorTest, AWriterMayJoinAReaderThatIsOnlyThereFromBefore) {
    poller->watch(number, Direction::read, reader);
    first.close_here();
    give_number_to_second();
    poller->watch(number, Direction::write, writer);
    EXPECT_THAT(look(), ElementsAre("writer"));
    EXPECT_TRUE(poller->unwatch(number, Direction::read));
    EXPECT_THAT(look(), ElementsAre("writer"));
}

TEST_P(ClosedDescriptorTest, TheSameFileMayGetItsNumberBack) {
    poller->watch(number, Direction::read, reader);
    close_but_keep_a_copy();
    poller->unwatch(number, Direction::read);
    ASSERT_EQ(dup2(copy, number), number);
    poller->watch(number, Direction::read, other);
    first.send_here("x");
    EXPECT_THAT(look(), ElementsAre("other"));
    EXPECT_THAT(look(), ElementsAre("other"));
    poller->unwatch(number, Direction::read);
    EXPECT_TRUE(sleeps());
    close(number);
}

TEST_P(ClosedDescriptorTest, ACopyIsWatchedForItself) {
    copy = dup(number);
    poller->watch(number, Direction::read, reader);
    poller->watch(copy, Direction::read, other);
    first.send_here("x");
    EXPECT_THAT(look(), ::testing::UnorderedElementsAre("reader", "other"));
    poller->unwatch(number, Direction::read);
    first.close_here();
    EXPECT_THAT(look(), ElementsAre("other"));
    poller->unwatch(copy, Direction::read);
    EXPECT_TRUE(sleeps());
}

TEST_P(ClosedDescriptorTest, APeerSeesTheEndOfWhatWasWatchedAndClosed) {
    poller->watch(number, Direction::read, reader);
    EXPECT_TRUE(sleeps());
    poller->unwatch(number, Direction::read);
    first.close_here();
    char byte;
    EXPECT_EQ(support::receive_some(first.there(), &byte, 1), 0);
}

// Poll can tell, and does so once; epoll and kqueue do not know; io_uring hears of it if it had not
// asked yet.
TEST_P(ClosedDescriptorTest, ClosedWhileItIsWatchedItIsReportedOnceAtMost) {
    poller->watch(number, Direction::read, reader);
    first.close_here();
    if (GetParam() == "io_uring")
        look();
    else
        EXPECT_EQ(look(), GetParam() == "poll" ? Names{"reader"} : Names{});
    EXPECT_TRUE(sleeps());
    EXPECT_FALSE(poller->idle());
    EXPECT_TRUE(poller->unwatch(number, Direction::read));
    EXPECT_TRUE(poller->idle());
}

TEST_P(ClosedDescriptorTest, ManyThatWereClosedTooEarlyComeToAnEnd) {
    std::vector<int> copies;
    for (int round = 0; round < 300; ++round) {  // more than a kernel reports at once
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        poller->watch(ends[0], Direction::read, reader);
        copies.push_back(dup(ends[0]));
        close(ends[0]);
        poller->unwatch(ends[0], Direction::read);
        ASSERT_EQ(write(ends[1], "x", 1), 1);
        close(ends[1]);
    }
    EXPECT_TRUE(sleeps());
    poller->watch(second.here(), Direction::read, other);
    second.send_here("y");
    EXPECT_THAT(look(), ElementsAre("other"));
    for (const int one : copies) close(one);
}

TEST_P(ClosedDescriptorTest, ManyMayBeUnwatchedAfterTheyWereClosed) {
    std::vector<int> numbers;
    for (int round = 0; round < 600; ++round) {  // more than a kernel is told or tells at once
        numbers.push_back(dup(number));
        poller->watch(numbers.back(), Direction::read, reader);
    }
    for (const int one : numbers) close(one);
    for (const int one : numbers) EXPECT_TRUE(poller->unwatch(one, Direction::read));
    EXPECT_TRUE(sleeps());
    poller->watch(number, Direction::read, other);
    first.send_here("x");
    EXPECT_THAT(look(), ElementsAre("other"));
}

using Rule7WrongUseOfClosedDescriptors = ClosedDescriptorTest;
SUPPORT_ON_EACH_POLLER(Rule7WrongUseOfClosedDescriptors);

TEST_P(Rule7WrongUseOfClosedDescriptors, ReplacingTheWatchOfAClosedOneIsRefused) {
    poller->watch(number, Direction::read, reader);
    first.close_here();
    EXPECT_THROW(poller->watch(number, Direction::read, other), std::system_error);
    EXPECT_THROW(poller->watch(number, Direction::write, writer), std::system_error);
    EXPECT_TRUE(poller->unwatch(number, Direction::read));
    EXPECT_FALSE(poller->unwatch(number, Direction::write));
    EXPECT_TRUE(poller->idle());
}

TEST_P(Rule7WrongUseOfClosedDescriptors, NegativeNumbersAreRefused) {
    for (const int negative : {-1, -2, -5, std::numeric_limits<int>::min()}) {
        try {
            poller->watch(negative, Direction::read, reader);
            FAIL() << "it was watched";
        } catch (const std::invalid_argument& error) {
            EXPECT_EQ(error.what(), "Invalid file descriptor: " + std::to_string(negative));
        }
        Receiving operation(names, "receive", negative, 1);
        EXPECT_THROW((void)poller->submit(operation), std::invalid_argument);
    }
    EXPECT_TRUE(poller->idle());
    EXPECT_THAT(poller->waits(), IsEmpty());
}

TEST_P(Rule7WrongUseOfClosedDescriptors, HugeNumbersAreRefusedAndLeaveNothingBehind) {
    for (const int huge : {20'000'000, 2'000'000'000, std::numeric_limits<int>::max()}) {
        try {
            poller->watch(huge, Direction::read, reader);
            FAIL() << "it was watched";
        } catch (const std::system_error& error) {
            EXPECT_EQ(error.code(), std::errc::bad_file_descriptor);
        }
        Receiving operation(names, "receive", huge, 1);
        EXPECT_FALSE(poller->submit(operation));
        EXPECT_EQ(operation.error, EBADF);
    }
    EXPECT_TRUE(poller->idle());
    EXPECT_THAT(look(), IsEmpty());
}

}  // namespace
