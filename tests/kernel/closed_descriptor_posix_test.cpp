// Of POSIX: a file may have several descriptors, and a program may choose their numbers.
//
// Descriptors that are closed while they are watched, whose file lives on under another number, and
// whose number comes back: never false reports, never a deaf reader, never a kernel that cannot
// sleep.
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/transfer.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
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

TEST_P(ClosedDescriptorTest, UnwatchedBeforeItWasClosedItsNumberMayBeUsedAgain) {
    poller->watch(number, Direction::read, reader);
    poller->unwatch(number, Direction::read);
    first.close_here();
    give_number_to_second();
    poller->watch(number, Direction::read, other);
    second.send_here("x");
    EXPECT_THAT(look(), ElementsAre("other"));
}

TEST_P(ClosedDescriptorTest, ForgottenAfterItsOperationsItsNumberMayBeUsedAgain) {
    Receiving operation(names, "receive", number, 100);
    ASSERT_FALSE(operation.attempt());
    ASSERT_TRUE(poller->submit(operation));
    first.send_here("old");
    ASSERT_THAT(look(), ElementsAre("receive"));
    poller->forget(number);
    first.close_here();

    give_number_to_second();
    Receiving again(names, "again", number, 100);
    ASSERT_FALSE(again.attempt());
    ASSERT_TRUE(poller->submit(again));
    second.send_here("new");
    EXPECT_THAT(look(), ElementsAre("again"));
    EXPECT_EQ(again.bytes, "new");
    poller->forget(number);
}

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

}  // namespace
