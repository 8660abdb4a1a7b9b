/// @file
/// WithOperations: the base of tests about operations, on every kernel.
#pragma once

#include "tests/support/noted.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace support {

/// A kernel, a pair of sockets, and operations that write their names down when they are over.
class WithOperations : public OnEachPoller {
protected:
    std::unique_ptr<rondo::Poller> poller = rondo::make_poller(GetParam());
    SocketPair sockets;
    Names ended;
    std::string buffer = std::string(100, '.');

    /// Receives into the buffer what comes here.
    Noted<rondo::Receive> receiving(std::string name, bool stream = false) {
        return {ended, std::move(name), sockets.here(), std::as_writable_bytes(std::span(buffer)),
                stream};
    }
    /// What it has received.
    std::string received(const rondo::Receive& operation) {
        return buffer.substr(0, operation.count);
    }

    /// Waits, and runs what is over; also what was over before it failed.
    void wait(rondo::TimePoint until) {
        rondo::NodeQueue ready;
        struct Run {
            ~Run() { run_all(ready); }
            rondo::NodeQueue& ready;
        } run{ready};
        poller->wait(until, ready);
    }
    /// Waits until the next ones are over. Their names.
    Names next() {
        ended.clear();
        const rondo::TimePoint end = poller->now() + std::chrono::seconds(5);
        while (ended.empty() && poller->now() < end) wait(end);
        return ended;
    }
    /// The names of those that are over without waiting.
    Names look() {
        ended.clear();
        for (int times = 0; times < 3; ++times) wait(rondo::TimePoint::min());
        return ended;
    }
};

}  // namespace support
