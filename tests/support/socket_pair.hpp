/// @file
/// SocketPair: two sockets, each the other's peer.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

/// Two non-blocking stream sockets, each the other's peer. They are closed at the end.
class SocketPair {
public:
    SocketPair() {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends_) != 0)
            throw std::runtime_error("no socket pair");
        for (const int end : ends_) fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK);
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
        const std::string block(4096, '.');
        std::size_t total = 0;
        while (true) {
            const auto count = ::send(here(), block.data(), block.size(), MSG_NOSIGNAL);
            if (count < 0) return total;
            total += static_cast<std::size_t>(count);
        }
    }

private:
    static void send(int end, std::string_view bytes) {
        if (::send(end, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(bytes.size()))
            throw std::runtime_error("a socket pair took fewer bytes than expected");
    }
    static std::string receive(int end) {
        std::string all;
        char block[65536];
        while (true) {
            const auto count = recv(end, block, sizeof block, 0);
            if (count <= 0) return all;
            all.append(block, static_cast<std::size_t>(count));
        }
    }
    void close_end(int index) {
        if (ends_[index] >= 0) close(std::exchange(ends_[index], -1));
    }

    int ends_[2] = {-1, -1};
};

}  // namespace support
