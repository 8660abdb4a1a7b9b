#include "sockets.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

class Watching : public ::testing::Test {
protected:
    ~Watching() override {
        loop.close();
        sockets::close(here);
        sockets::close(there);
    }
    char receive() {
        char letter = 0;
        sockets::receive(here, &letter, 1);
        return letter;
    }
    // So that red never hangs.
    void run() {
        loop.call_later(5s, [this] { loop.stop(); });
        loop.run_forever();
    }

    EventLoop loop;
    std::pair<Descriptor, Descriptor> pair = sockets::connected_pair();
    Descriptor here = pair.first, there = pair.second;
    std::string story;
};

TEST_F(Watching, AReaderIsCalledAgainAndAgainWhileSomethingIsThere) {
    loop.add_reader(here, [&] {
        story += receive();
        if (story.size() == 3) loop.stop();
    });
    sockets::send(there, "abc");
    run();
    EXPECT_EQ(story, "abc");
}

TEST_F(Watching, AReaderAndATimerShareTheThread) {
    loop.add_reader(here, [&] {
        story += receive();
        loop.stop();
    });
    loop.call_later(10ms, [&] { story += "10 "; });
    loop.call_later(20ms, [&] { story += "20 "; });
    loop.call_later(30ms, [&] { sockets::send(there, "x"); });
    run();
    EXPECT_EQ(story, "10 20 x");
}

TEST_F(Watching, AWriterIsCalledWhileThereIsRoom) {
    loop.add_writer(here, [&] {
        story += 'w';
        if (story.size() == 2) loop.stop();
    });
    run();
    EXPECT_EQ(story, "ww");
}

TEST_F(Watching, QueuedBeforeReadyBeforeDue) {
    sockets::send(there, "r");
    loop.add_reader(here, [&] { story += receive(); });
    loop.call_later(0s, [&] { story += 't'; });
    loop.call_soon([&] { story += 's'; });
    loop.stop();
    loop.run_forever();
    EXPECT_EQ(story, "srt");
}

TEST_F(Watching, ArgumentsAreKeptFromCallToCall) {
    loop.add_writer(
        here,
        [&](int& count) {
            story += std::to_string(++count);
            if (count == 3) loop.stop();
        },
        0);
    run();
    EXPECT_EQ(story, "123");
}

TEST_F(Watching, ASecondReaderReplacesTheFirst) {
    loop.add_reader(here, [&] { story += "first"; });
    loop.add_reader(here, [&] {
        story += receive();
        loop.stop();
    });
    sockets::send(there, "x");
    run();
    EXPECT_EQ(story, "x");
}

TEST_F(Watching, WhatIsRemovedIsNotCalled) {
    loop.add_reader(here, [&] { story += receive(); });
    sockets::send(there, "x");
    EXPECT_TRUE(loop.remove_reader(here));
    EXPECT_FALSE(loop.remove_reader(here));
    loop.call_later(20ms, [&] { loop.stop(); });
    run();
    EXPECT_EQ(story, "");
}

TEST_F(Watching, AReaderThatFailsIsReportedAndCalledAgain) {
    int reports = 0;
    loop.set_exception_handler([&](EventLoop&, const ErrorContext&) {
        if (++reports == 2) loop.stop();
    });
    loop.add_reader(here, [] { throw std::runtime_error("no"); });
    sockets::send(there, "x");
    run();
    EXPECT_EQ(reports, 2);
}

TEST_F(Watching, WhatIsRefusedIsNotKept) {
    const auto [closed, other] = sockets::connected_pair();
    sockets::close(closed);
    EXPECT_THROW(loop.add_reader(closed, [] {}), RuntimeError);
    EXPECT_FALSE(loop.remove_reader(closed));
    sockets::close(other);
    loop.close();
    EXPECT_THROW(loop.add_reader(here, [] {}), RuntimeError);
}

}  // namespace
