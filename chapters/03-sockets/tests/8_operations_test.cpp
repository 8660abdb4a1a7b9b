#include "sockets.hpp"

#include <rondo/kernel/virtual_time.hpp>
#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <string>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

// Receives so many letters.
class Receive final : public Operation {
public:
    Receive(Descriptor socket, std::size_t size, std::string& story)
        : Operation(socket, Direction::read), size_(size), story_(story) {}

    bool attempt() noexcept override {
        ++attempts;
        char letter = 0;
        while (got_.size() < size_ && sockets::receive(descriptor, &letter, 1) == 1U)
            got_ += letter;
        return got_.size() == size_;
    }
    void run() noexcept override { story_ += got_ + " "; }

    int attempts = 0;

private:
    std::size_t size_;
    std::string got_;
    std::string& story_;
};

class Operations : public ::testing::Test {
protected:
    ~Operations() override {
        loop.close();
        sockets::close(here);
        sockets::close(there);
    }
    Poller& poller() { return loop.poller(); }
    // Until the operations are over, or 5 s have gone by: red never hangs.
    void run() {
        const TimePoint end = loop.time() + 5s;
        loop.call_at(end, [] {});
        while (!poller().idle() && loop.time() < end) turn();
        turn();
    }
    void turn() {
        loop.stop();
        loop.run_forever();
    }

    EventLoop loop;
    std::pair<Descriptor, Descriptor> pair = sockets::connected_pair();
    Descriptor here = pair.first, there = pair.second;
    std::string story;
};

TEST_F(Operations, AreQueuedWhenTheyAreDone) {
    Receive receive(here, 3, story);
    ASSERT_FALSE(receive.attempt());
    poller().submit(receive);
    EXPECT_FALSE(poller().idle());
    turn();
    EXPECT_EQ(story, "");
    sockets::send(there, "abc");
    run();
    EXPECT_EQ(story, "abc ");
    EXPECT_TRUE(poller().idle());
}

TEST_F(Operations, AreTriedAgainUntilTheyAreOver) {
    Receive receive(here, 4, story);
    poller().submit(receive);
    loop.call_later(10ms, [&] {
        sockets::send(there, "ab");
        loop.call_later(10ms, [&] { sockets::send(there, "cd"); });
    });
    run();
    EXPECT_EQ(story, "abcd ");
    EXPECT_GE(receive.attempts, 2);
}

TEST_F(Operations, EndInTheOrderInWhichTheyWereSubmitted) {
    Receive first(here, 2, story), second(here, 1, story), third(here, 2, story);
    poller().submit(first);
    poller().submit(second);
    poller().submit(third);
    sockets::send(there, "aabcc");
    run();
    EXPECT_EQ(story, "aa b cc ");
}

TEST_F(Operations, ThatWereTakenBackAreNotQueued) {
    Receive first(here, 1, story), second(here, 1, story);
    poller().submit(first);
    poller().submit(second);
    EXPECT_TRUE(poller().cancel(first));
    sockets::send(there, "x");
    run();
    EXPECT_EQ(story, "x ");
    EXPECT_EQ(first.attempts, 0);
    EXPECT_FALSE(poller().cancel(second));
}

TEST_F(Operations, TheLastInLineMayBeTakenBack) {
    Receive first(here, 1, story), second(here, 1, story), third(here, 1, story);
    poller().submit(first);
    poller().submit(second);
    EXPECT_TRUE(poller().cancel(second));
    poller().submit(third);
    sockets::send(there, "xy");
    run();
    EXPECT_EQ(story, "x y ");
}

TEST_F(Operations, DoNotMixWithReaders) {
    Receive receive(here, 1, story);
    loop.add_reader(here, [] {});
    EXPECT_THROW(poller().submit(receive), RuntimeError);
    loop.remove_reader(here);
    poller().submit(receive);
    EXPECT_THROW(loop.add_reader(here, [] {}), RuntimeError);
    EXPECT_TRUE(poller().cancel(receive));
}

TEST_F(Operations, ADescriptorIsForgottenOnlyWhenNobodyWaits) {
    Receive receive(here, 1, story);
    poller().submit(receive);
    EXPECT_THROW(poller().forget(here), RuntimeError);
    EXPECT_TRUE(poller().cancel(receive));
    EXPECT_NO_THROW(poller().forget(here));
}

TEST_F(Operations, HoldVirtualTimeBack) {
    EventLoop virtual_loop({.virtual_time = true});
    Receive receive(here, 1, story);
    virtual_loop.poller().submit(receive);
    sockets::send(there, "x");
    virtual_loop.call_later(24h, [&] {
        story += "a day later";
        virtual_loop.stop();
    });
    virtual_loop.run_forever();
    EXPECT_EQ(story, "x a day later");
}

}  // namespace
