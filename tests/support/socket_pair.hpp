/// @file
/// SocketPair: two sockets, each the other's peer.
#pragma once

#include "tests/support/sockets.hpp"

#include <rondo/kernel/poller.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace support {

/// Two non-blocking stream sockets, each the other's peer. They are closed at the end.
class SocketPair {
public:
    SocketPair() {
        make_pair(ends_);
        for (const rondo::Descriptor end : ends_) make_non_blocking(end);
    }
    ~SocketPair() {
        close_here();
        close_there();
    }
    SocketPair(const SocketPair&) = delete;
    SocketPair& operator=(const SocketPair&) = delete;

    /// The socket that the test gives to the loop, and its peer.
    rondo::Descriptor here() const { return ends_[0]; }
    rondo::Descriptor there() const { return ends_[1]; }
    void close_here() { close_end(0); }
    /// The socket; somebody else closes it.
    rondo::Descriptor release_here() {
        open_[0] = false;
        return ends_[0];
    }
    void close_there() { close_end(1); }

    /// Makes what arrives here.
    void send_here(std::string_view bytes) { send(there(), bytes); }
    /// Sends from here to there.
    void send_there(std::string_view bytes) { send(here(), bytes); }
    /// Takes all that has arrived here.
    std::string receive_here() { return receive(here()); }
    /// Takes all that has arrived there.
    std::string receive_there() { return receive(there()); }
    /// Sends from here until the buffers are full. How many bytes went out.
    std::size_t fill() {
        std::size_t total = 0;
        for (const std::size_t size : {4096, 1}) {
            const std::string block(size, '.');
            for (Count count = 0; (count = send_some(here(), block)) >= 0;)
                total += static_cast<std::size_t>(count);
        }
        return total;
    }

private:
    static void send(rondo::Descriptor end, std::string_view bytes) {
        if (send_some(end, bytes) != static_cast<Count>(bytes.size()))
            throw std::runtime_error("a socket pair took fewer bytes than expected");
    }
    static std::string receive(rondo::Descriptor end) {
        std::string all;
        char block[65536];
        while (true) {
            const Count count = receive_some(end, block, sizeof block);
            if (count <= 0) return all;
            all.append(block, static_cast<std::size_t>(count));
        }
    }
    void close_end(int index) {
        if (std::exchange(open_[index], false)) close_socket(ends_[index]);
    }

    rondo::Descriptor ends_[2];
    bool open_[2] = {true, true};
};

}  // namespace support
