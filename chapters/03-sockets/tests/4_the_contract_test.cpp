#include "sockets.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/kernel/choose.hpp>
#include <rondo/kernel/virtual_time.hpp>

#include <gtest/gtest.h>

using namespace rondo;

namespace {

struct Somebody final : Node {
    void run() noexcept override {}
};

class Contract : public ::testing::Test {
protected:
    ~Contract() override {
        if (open) sockets::close(here);
        sockets::close(there);
    }
    void close_here() {
        sockets::close(here);
        open = false;
    }

    std::unique_ptr<Poller> poller = make_poller();
    std::pair<Descriptor, Descriptor> pair = sockets::connected_pair();
    Descriptor here = pair.first, there = pair.second;
    bool open = true;
    Somebody reader, other;
};

TEST_F(Contract, IdleMeansThatNothingIsWatched) {
    EXPECT_TRUE(poller->idle());
    poller->watch(here, Direction::read, reader);
    poller->watch(here, Direction::write, other);
    poller->unwatch(here, Direction::read);
    EXPECT_FALSE(poller->idle());
    poller->unwatch(here, Direction::write);
    EXPECT_TRUE(poller->idle());
}

TEST_F(Contract, ASecondWatchReplacesTheFirst) {
    poller->watch(here, Direction::read, reader);
    poller->watch(here, Direction::read, other);
    EXPECT_TRUE(poller->unwatch(here, Direction::read));
    EXPECT_TRUE(poller->idle());
}

TEST_F(Contract, UnwatchSaysWhetherThereWasAWatch) {
    EXPECT_FALSE(poller->unwatch(here, Direction::read));
    poller->watch(here, Direction::read, reader);
    EXPECT_FALSE(poller->unwatch(here, Direction::write));
    EXPECT_TRUE(poller->unwatch(here, Direction::read));
    EXPECT_FALSE(poller->unwatch(here, Direction::read));
}

TEST_F(Contract, AClosedDescriptorIsRefused) {
    close_here();
    EXPECT_THROW(poller->watch(here, Direction::read, reader), RuntimeError);
    EXPECT_TRUE(poller->idle());
    EXPECT_FALSE(poller->unwatch(here, Direction::read));
}

TEST_F(Contract, AClosedDescriptorIsRefusedThoughItWasWatchedBefore) {
    poller->watch(here, Direction::read, reader);
    poller->unwatch(here, Direction::read);
    close_here();
    EXPECT_THROW(poller->watch(here, Direction::read, reader), RuntimeError);
}

TEST_F(Contract, VirtualTimeKeepsItToo) {
    VirtualTime virtual_time(make_poller());
    virtual_time.watch(here, Direction::read, reader);
    EXPECT_FALSE(virtual_time.idle());
    EXPECT_TRUE(virtual_time.unwatch(here, Direction::read));
    EXPECT_TRUE(virtual_time.idle());
}

}  // namespace
