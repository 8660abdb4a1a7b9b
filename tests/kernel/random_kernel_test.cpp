// A random program of operations, watches, cancellations, closed sockets and wakes, held against a
// model: every byte arrives, in order; what is over is queued once; nothing is reported falsely.
#include "tests/support/noted.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/socket_pair.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <string>

using namespace rondo;
using namespace std::chrono_literals;
using support::SocketPair;

namespace {

/// What a stream of bytes should be: 0, 1, 2, ... over and over.
struct Stream {
    std::string next(std::size_t count) {
        std::string text(count, '\0');
        for (char& byte : text) byte = static_cast<char>(written++ % 251);
        return text;
    }
    void arrived(std::string_view text) {
        for (const char byte : text) ASSERT_EQ(byte, static_cast<char>(read++ % 251));
    }
    std::size_t written = 0, read = 0;
};

/// An operation that counts how often it was queued.
template <class Kind>
class Counting final : public Kind {
public:
    using Kind::Kind;
    void run() noexcept override { ++runs; }
    int runs = 0;
};

class Flag final : public Node {
public:
    void run() noexcept override { ++runs; }
    int runs = 0;
};

/// A pair of sockets: the kernel's end, which is tested, and the other one.
struct Pair {
    SocketPair sockets;
    Stream in, out;
    std::array<char, 7> buffer{};
    std::string sending;
    std::optional<Counting<Receive>> receive;
    std::optional<Counting<Send>> send;
    Flag reader, writer;
    bool reads = false, writes = false;  // watched
};

class RandomKernel : public support::OnEachPoller {
protected:
    std::unique_ptr<Poller> poller = make_poller(GetParam());
    std::array<std::unique_ptr<Pair>, 6> pairs;
    std::mt19937 random;

    std::size_t below(std::size_t limit) { return random() % limit; }
    bool watches() const { return GetParam() != "iocp"; }

    void finish(Pair& pair) {
        if (pair.receive) {
            ASSERT_EQ(pair.receive->runs, 1);
            if (!pair.receive->cancelled)
                pair.in.arrived({pair.buffer.data(), pair.receive->count});
            pair.receive.reset();
        }
    }
    void finish_send(Pair& pair) {
        ASSERT_EQ(pair.send->runs, 1);
        // What was not sent is not in the stream.
        pair.out.written -= pair.send->left.size();
        pair.send.reset();
    }
    void wait(TimePoint until) {
        NodeQueue ready;
        poller->wait(until, ready);
        for (auto& pair : pairs) {
            // Watches tell the level: what is there when it is asked.
            pair->reader.runs = pair->writer.runs = 0;
        }
        while (Node* node = ready.pop()) node->run();
        for (auto& pair : pairs) {
            if (pair->receive && pair->receive->runs > 0) finish(*pair);
            if (pair->send && pair->send->runs > 0) finish_send(*pair);
            ASSERT_LE(pair->reader.runs, 1);
            ASSERT_LE(pair->writer.runs, 1);
            if (pair->reader.runs == 1) {
                ASSERT_TRUE(pair->reads);
                ASSERT_GT(pair->in.written, pair->in.read) << "nothing was there to be read";
            }
            if (pair->writer.runs == 1) {
                ASSERT_TRUE(pair->writes);
            }
        }
    }
    void submit_receive(Pair& pair) {
        if (pair.receive || pair.reads || pair.writes) return;
        const auto room = std::span(pair.buffer).first(1 + below(pair.buffer.size()));
        pair.receive.emplace(pair.sockets.here(), std::as_writable_bytes(room), below(2) == 0);
        if (poller->submit(*pair.receive)) return;
        pair.receive->runs = 1;
        finish(pair);
    }
    void submit_send(Pair& pair) {
        if (pair.send || pair.reads || pair.writes) return;
        pair.sending = pair.out.next(1 + below(below(4) == 0 ? 400'000 : 20));
        pair.send.emplace(pair.sockets.here(), std::as_bytes(std::span(pair.sending)));
        if (poller->submit(*pair.send)) return;
        pair.send->runs = 1;
        finish_send(pair);
    }
    template <class Kind>
    void cancel(std::optional<Counting<Kind>>& operation, Pair& pair,
                void (RandomKernel::*end)(Pair&)) {
        if (!operation || !poller->cancel(*operation)) return;
        operation->runs = 1;
        (this->*end)(pair);
    }
    void watch(Pair& pair) {
        if (!watches() || pair.receive || pair.send) return;
        const bool reading = below(2) == 0;
        bool& watched = reading ? pair.reads : pair.writes;
        const Direction direction = reading ? Direction::read : Direction::write;
        if (watched && below(3) != 0) {
            ASSERT_TRUE(poller->unwatch(pair.sockets.here(), direction));
            watched = false;
        } else {  // anew, or in place of itself
            poller->watch(pair.sockets.here(), direction, reading ? pair.reader : pair.writer);
            watched = true;
        }
    }
    void close(std::unique_ptr<Pair>& pair) {
        NodeQueue ended;
        poller->close_descriptor(pair->sockets.release_here(), ended);
        while (Node* node = ended.pop()) node->run();
        if (pair->receive) finish(*pair);
        if (pair->send) finish_send(*pair);
        pair = std::make_unique<Pair>();  // which may well get the same number
    }
    void step() {
        auto& pair = pairs[below(pairs.size())];
        switch (below(12)) {
            case 0:
            case 1:
                return submit_receive(*pair);
            case 2:
                return submit_send(*pair);
            case 3:
            case 4:
                return pair->sockets.send_here(pair->in.next(1 + below(12)));
            case 5:
                return pair->out.arrived(pair->sockets.receive_there());
            case 6:
                return cancel(pair->receive, *pair, &RandomKernel::finish);
            case 7:
                return cancel(pair->send, *pair, &RandomKernel::finish_send);
            case 8:
                return watch(*pair);
            case 9:
                return poller->wake();
            case 10:
                if (below(8) == 0) close(pair);
                return;
            default:
                return wait(TimePoint::min());
        }
    }
    /// All that was sent arrives.
    void drain() {
        const TimePoint end = poller->now() + 20s;
        for (auto& pair : pairs) {
            for (const Direction direction : {Direction::read, Direction::write})
                poller->unwatch(pair->sockets.here(), direction);
            pair->reads = pair->writes = false;
            while ((pair->in.read < pair->in.written || pair->out.read < pair->out.written ||
                    pair->send) &&
                   poller->now() < end) {
                if (pair->in.read < pair->in.written) submit_receive(*pair);
                wait(TimePoint::min());
                pair->out.arrived(pair->sockets.receive_there());
            }
            pair->out.arrived(pair->sockets.receive_there());
            ASSERT_EQ(pair->in.read, pair->in.written);
            ASSERT_EQ(pair->out.read, pair->out.written);
        }
    }
};

SUPPORT_ON_EACH_POLLER(RandomKernel);

TEST_P(RandomKernel, LosesNoByteAndReportsNothingFalsely) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        random.seed(seed);
        for (auto& pair : pairs) pair = std::make_unique<Pair>();
        for (int number = 0; number < 2'000 && !HasFatalFailure(); ++number) step();
        if (!HasFatalFailure()) drain();
        if (HasFatalFailure()) return;
        NodeQueue let_go;
        poller->cancel_all(let_go);
        while (let_go.pop() != nullptr) {}
        EXPECT_TRUE(poller->idle());
        for (auto& pair : pairs) poller->forget(pair->sockets.here());
    }
}

}  // namespace
