#include "sockets.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

class Removal : public ::testing::Test {
protected:
    ~Removal() override {
        loop.close();
        for (const Descriptor socket : open) sockets::close(socket);
    }
    std::pair<Descriptor, Descriptor> connect() {
        const auto pair = sockets::connected_pair();
        open.insert(open.end(), {pair.first, pair.second});
        return pair;
    }
    void turn() {
        loop.stop();
        loop.run_forever();
    }

    EventLoop loop;
    std::vector<Descriptor> open;
};

TEST_F(Removal, AHandlerMayRemoveItself) {
    const Descriptor here = connect().first;
    auto owned = std::make_shared<std::string>("what the handler captured");
    const std::weak_ptr<std::string> seen = owned;
    bool there_while_it_runs = false;
    struct Handler {
        EventLoop& loop;
        Descriptor socket;
        std::shared_ptr<std::string> owned;
        const std::weak_ptr<std::string>& seen;
        bool& there_while_it_runs;
        void operator()() const {
            const auto& still = seen;
            bool& result = there_while_it_runs;
            loop.remove_writer(socket);
            result = !still.expired();
        }
    };
    loop.add_writer(here, Handler{loop, here, std::move(owned), seen, there_while_it_runs});
    turn();
    EXPECT_TRUE(there_while_it_runs);
    turn();
    EXPECT_TRUE(seen.expired());
}

TEST_F(Removal, AHandlerMayRemoveAnotherOfItsBatch) {
    const Descriptor one = connect().first;
    const Descriptor two = connect().first;
    int calls = 0;
    const auto remove_the_other = [&](Descriptor other) {
        ++calls;
        loop.remove_writer(other);
    };
    loop.add_writer(one, remove_the_other, two);
    loop.add_writer(two, remove_the_other, one);
    turn();
    EXPECT_EQ(calls, 1);
    turn();
    EXPECT_EQ(calls, 2);
}

TEST_F(Removal, AHandlerMayPutAnotherInItsPlace) {
    const Descriptor here = connect().first;
    std::string story;
    loop.add_writer(here, [&] {
        story += "first ";
        loop.add_writer(here, [&story] { story += "second "; });
    });
    turn();
    turn();
    EXPECT_EQ(story, "first second ");
}

TEST_F(Removal, WhatAHandlerOwnsIsGoneWithIt) {
    const Descriptor here = connect().first;
    auto owned = std::make_shared<int>(1);
    const std::weak_ptr<int> seen = owned;
    loop.add_reader(here, [kept = std::move(owned)] { (void)kept; });
    loop.remove_reader(here);
    EXPECT_TRUE(seen.expired());
}

TEST_F(Removal, ANumberThatComesBackIsANewDescriptor) {
    const Descriptor here = connect().first;
    std::string story;
    loop.add_writer(here, [&] { story += "old "; });
    loop.remove_writer(here);
    sockets::close(here);
    std::erase(open, here);
    for (int tries = 0; tries < 3; ++tries) {  // one of these has the old number, mostly
        const auto [left, right] = connect();
        for (const Descriptor socket : {left, right})
            loop.add_writer(socket, [&] { story += "new "; });
    }
    turn();
    EXPECT_EQ(story, "new new new new new new ");
}

}  // namespace
