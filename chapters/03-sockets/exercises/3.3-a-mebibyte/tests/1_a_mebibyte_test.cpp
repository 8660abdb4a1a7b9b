#include "send_all.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

using namespace std::chrono_literals;

namespace {

constexpr std::size_t mebibyte = 1'048'576;

struct Transfer {
    rondo::EventLoop loop;
    std::string sent, received;
    bool done = false;
    int ticks = 0, ticks_before_reading = 0;

    void tick() {
        ++ticks;
        loop.call_later(10ms, [this] { tick(); });
    }

    void run() {
        for (std::size_t i = 0; i < mebibyte; ++i) sent += static_cast<char>('a' + i % 23);
        const auto [from, to] = sockets::connected_pair();
        sockets::keep_little(from, to);
        const auto read = [this](rondo::Descriptor socket) {
            std::string block(65'536, '\0');
            block.resize(sockets::receive(socket, block.data(), block.size()).value_or(0));
            received += block;
            if (received.size() >= mebibyte) loop.stop();
        };
        tick();
        loop.call_later(200ms, [&, socket = to] {
            ticks_before_reading = ticks;
            loop.add_reader(socket, read, socket);
        });
        loop.call_later(5s, [this] { loop.stop(); });  // red never hangs
        send_all(loop, from, sent, [this] { done = true; });
        loop.run_forever();
        if (!done) {  // it may be in the line
            loop.stop();
            loop.run_forever();
        }
        loop.remove_reader(to);
        sockets::close(to);
        sockets::close(from);
    }
};

const Transfer& transfer() {
    static Transfer& transfer = *new Transfer;
    if (transfer.sent.empty()) transfer.run();
    return transfer;
}

TEST(SendAll, EveryByteArrives) {
    EXPECT_EQ(transfer().received.size(), mebibyte);
    EXPECT_TRUE(transfer().received == transfer().sent) << "not the bytes that were sent";
}

TEST(SendAll, SaysWhenItIsDone) { EXPECT_TRUE(transfer().done); }

TEST(SendAll, LetsTheTimerTickWhileTheReaderSleeps) {
    EXPECT_GE(transfer().ticks_before_reading, 10);
}

}  // namespace
