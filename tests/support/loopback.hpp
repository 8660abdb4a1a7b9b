/// @file
/// Sockets of the loopback interface: a listener, a client, a datagram socket.
#pragma once

#include "tests/support/sockets.hpp"

#include <rondo/kernel/sockets.hpp>

#include <cstring>
#include <stdexcept>
#include <utility>

namespace support {

/// A socket that is closed at the end.
class OwnedSocket {
public:
    explicit OwnedSocket(rondo::Descriptor socket) : socket_(socket) {
        if (socket == rondo::no_descriptor) throw std::runtime_error("no socket");
    }
    OwnedSocket(OwnedSocket&& other) noexcept
        : socket_(std::exchange(other.socket_, rondo::no_descriptor)) {}
    OwnedSocket& operator=(OwnedSocket&&) = delete;
    ~OwnedSocket() { close(); }

    rondo::Descriptor get() const { return socket_; }
    /// Somebody else has closed it, or will.
    rondo::Descriptor release() { return std::exchange(socket_, rondo::no_descriptor); }
    void close() {
        if (socket_ != rondo::no_descriptor) close_socket(release());
    }

private:
    rondo::Descriptor socket_;
};

/// A socket that does not block. @param type SOCK_STREAM or SOCK_DGRAM.
inline OwnedSocket make_socket(int type) {
    rondo::start_sockets();
    OwnedSocket made(static_cast<rondo::Descriptor>(::socket(AF_INET, type, 0)));
    rondo::prepare_socket(made.get());
    return made;
}

/// A port of this machine; 0 for one that the system picks.
inline rondo::SocketAddress loopback(unsigned short port = 0) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    rondo::SocketAddress result;
    std::memcpy(result.bytes, &address, sizeof address);
    result.size = sizeof address;
    return result;
}

/// Where a socket is bound to.
inline rondo::SocketAddress address_of(const OwnedSocket& socket) {
    rondo::SocketAddress result;
    result.size = sizeof result.bytes;
    if (getsockname(socket.get(), reinterpret_cast<sockaddr*>(result.bytes), &result.size) != 0)
        throw std::runtime_error("no address");
    return result;
}

/// Gives a socket a port of this machine that the system picks.
inline void bind_to_loopback(const OwnedSocket& socket) {
    const rondo::SocketAddress address = loopback();
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(address.bytes),
               static_cast<rondo::AddressSize>(address.size)) != 0)
        throw std::runtime_error("no port");
}

/// A socket that listens.
inline OwnedSocket make_listener(int backlog = 64) {
    OwnedSocket listener = make_socket(SOCK_STREAM);
    bind_to_loopback(listener);
    if (::listen(listener.get(), backlog) != 0) throw std::runtime_error("it does not listen");
    return listener;
}

}  // namespace support
