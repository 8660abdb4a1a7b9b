#include "sockets.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/kernel/choose.hpp>
#include <rondo/kernel/virtual_time.hpp>

#include <gtest/gtest.h>

#include <string>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

struct Waiter final : Node {
    void run() noexcept override { ++runs; }
    int runs = 0;
};

class Asking : public ::testing::Test {
protected:
    ~Asking() override {
        sockets::close(here);
        sockets::close(there);
    }

    // Asks once, and runs what is reported.
    void ask(TimePoint until) {
        NodeQueue ready;
        poller->wait(until, ready);
        while (Node* node = ready.pop()) node->run();
    }
    void look() { ask(TimePoint::min()); }
    void wait() { ask(poller->now() + 5s); }
    char receive() {
        char letter = 0;
        sockets::receive(here, &letter, 1);
        return letter;
    }

    std::unique_ptr<Poller> poller = make_poller();
    std::pair<Descriptor, Descriptor> pair = sockets::connected_pair();
    Descriptor here = pair.first, there = pair.second;
    Waiter reader, writer;
};

TEST_F(Asking, ReportsNothingWhileNothingIsThere) {
    poller->watch(here, Direction::read, reader);
    look();
    EXPECT_EQ(reader.runs, 0);
}

TEST_F(Asking, ReportsForAsLongAsSomethingIsThere) {
    poller->watch(here, Direction::read, reader);
    sockets::send(there, "xy");
    wait();
    receive();
    wait();
    EXPECT_EQ(reader.runs, 2);
    receive();
    look();
    EXPECT_EQ(reader.runs, 2);
}

TEST_F(Asking, WaitsNoLongerThanItHasTo) {
    poller->watch(here, Direction::read, reader);
    sockets::send(there, "x");
    const TimePoint began = poller->now();
    wait();
    EXPECT_EQ(reader.runs, 1);
    EXPECT_LT(poller->now() - began, 4s);
}

TEST_F(Asking, KnowsWhetherThereIsRoomToWrite) {
    sockets::keep_little(here, there);
    poller->watch(here, Direction::write, writer);
    wait();
    EXPECT_EQ(writer.runs, 1);
    const std::string block(10'000, '.');
    while (sockets::send_some(here, block)) continue;
    look();
    EXPECT_EQ(writer.runs, 1);
}

TEST_F(Asking, KeepsTheDirectionsApart) {
    poller->watch(here, Direction::read, reader);
    poller->watch(here, Direction::write, writer);
    wait();
    EXPECT_EQ(reader.runs, 0);
    EXPECT_EQ(writer.runs, 1);
}

TEST_F(Asking, SaysNothingOfWhatIsNotWatchedAnyMore) {
    poller->watch(here, Direction::read, reader);
    poller->watch(here, Direction::write, writer);
    sockets::send(there, "x");
    poller->unwatch(here, Direction::write);
    wait();
    EXPECT_EQ(reader.runs, 1);
    EXPECT_EQ(writer.runs, 0);
}

#ifndef _WIN32
// A pipe, unlike a socket, has no other sign of its end than POLLHUP.
TEST_F(Asking, TheEndCountsAsReadable) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    poller->watch(ends[0], Direction::read, reader);
    look();
    EXPECT_EQ(reader.runs, 0);
    ::close(ends[1]);
    look();
    EXPECT_EQ(reader.runs, 1);
    poller->unwatch(ends[0], Direction::read);
    ::close(ends[0]);
}
#endif

TEST_F(Asking, APeerThatIsGoneCountsAsReadable) {
    poller->watch(here, Direction::read, reader);
    sockets::close(there);
    wait();
    EXPECT_EQ(reader.runs, 1);
    there = sockets::listener();  // which the destructor may close
}

class VirtualAsking : public Asking {
protected:
    VirtualAsking() { poller = std::make_unique<VirtualTime>(make_poller()); }
};

TEST_F(VirtualAsking, JumpsWhenNothingIsWatched) {
    const TimePoint deadline = poller->now() + 24h;
    ask(deadline);
    EXPECT_EQ(poller->now(), deadline);
}

TEST_F(VirtualAsking, DoesNotJumpPastWhatMayComeIn) {
    poller->watch(here, Direction::read, reader);
    sockets::send(there, "x");
    const TimePoint began = poller->now();
    ask(began + 24h);
    EXPECT_EQ(reader.runs, 1);
    EXPECT_LT(poller->now() - began, 1h);
}

TEST_F(VirtualAsking, PassesAsRealTimeDoesWhileSomethingIsWatched) {
    poller->watch(here, Direction::read, reader);
    const TimePoint began = poller->now();
    const TimePoint really_began = std::chrono::steady_clock::now();
    while (poller->now() < began + 50ms) ask(began + 50ms);
    EXPECT_GE(std::chrono::steady_clock::now() - really_began, 50ms);
    EXPECT_EQ(poller->now(), began + 50ms);
}

TEST_F(VirtualAsking, RefusesToWaitForEverOnlyIfNothingIsWatched) {
    EXPECT_THROW(ask(never), RuntimeError);
    poller->watch(here, Direction::read, reader);
    sockets::send(there, "x");
    EXPECT_NO_THROW(ask(never));
    EXPECT_EQ(reader.runs, 1);
}

}  // namespace
