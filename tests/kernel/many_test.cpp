// Thousands of descriptors, and thousands of wakes, on every kernel.
#include "tests/support/noted.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

using namespace rondo;
using namespace std::chrono_literals;
using support::Names;
using support::Noted;
using support::RecordingNode;
using support::SocketPair;

namespace {

class ManyTest : public support::OnEachPoller {
protected:
    static constexpr int count = 2'500;  // pairs, so twice as many descriptors
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    std::deque<SocketPair> pairs;
    Names ended;
    std::string buffers = std::string(count, '.');
    std::deque<Noted<Receive>> operations;

    void SetUp() override {
        for (int number = 0; number < count; ++number) pairs.emplace_back();
    }
    /// Submits an operation for each pair, with a byte of its own.
    void receive_from_all() {
        for (std::size_t place = 0; place < pairs.size(); ++place) {
            operations.emplace_back(ended, std::to_string(place), pairs[place].here(),
                                    std::as_writable_bytes(std::span(&buffers[place], 1)));
            ASSERT_TRUE(poller->submit(operations.back()));
        }
    }
    /// Waits until as many have run as are expected.
    void run_until(std::size_t expected) {
        const TimePoint end = poller->now() + 20s;
        while (ended.size() < expected && poller->now() < end) {
            NodeQueue ready;
            poller->wait(end, ready);
            support::run_all(ready);
        }
    }
};

SUPPORT_ON_EACH_POLLER(ManyTest);

TEST_P(ManyTest, AreReceivedFromAtOnce) {
    ASSERT_NO_FATAL_FAILURE(receive_from_all());
    for (SocketPair& pair : pairs) pair.send_here("x");
    run_until(count);
    EXPECT_EQ(ended.size(), std::size_t{count});
    EXPECT_EQ(buffers, std::string(count, 'x'));
    EXPECT_TRUE(poller->idle());
}

TEST_P(ManyTest, AreTakenBackAtOnce) {
    ASSERT_NO_FATAL_FAILURE(receive_from_all());
    NodeQueue let_go;
    poller->cancel_all(let_go);
    support::run_all(let_go);
    EXPECT_EQ(ended.size(), std::size_t{count});
    EXPECT_TRUE(poller->idle());
}

TEST_P(ManyTest, AreWatchedAtOnce) {
    if (GetParam() == "iocp") GTEST_SKIP() << "iocp watches nothing";
    std::deque<RecordingNode> nodes;
    for (SocketPair& pair : pairs) {
        nodes.emplace_back(ended, "reader");
        poller->watch(pair.here(), Direction::read, nodes.back());
    }
    // More than a kernel reports in one answer, and each of them once in a round.
    for (SocketPair& pair : pairs) pair.send_here("x");
    std::size_t seen = 0;
    for (int round = 0; round < 100 && seen < count; ++round) {
        NodeQueue ready;
        poller->wait(TimePoint::min(), ready);
        ended.clear();
        support::run_all(ready);
        EXPECT_LE(ended.size(), std::size_t{count});
        seen += ended.size();
    }
    EXPECT_GE(seen, std::size_t{count});
    for (SocketPair& pair : pairs) {
        pair.receive_here();
        EXPECT_TRUE(poller->unwatch(pair.here(), Direction::read));
    }
    EXPECT_TRUE(poller->idle());
}

}  // namespace
