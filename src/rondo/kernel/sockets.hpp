/// @file
/// What is different about sockets on each system, under one name.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <cstddef>
#include <span>

namespace rondo {

/// No descriptor at all.
inline constexpr Descriptor no_descriptor = ~Descriptor{0};

/// How long an address is: the system's `socklen_t`.
#ifdef _WIN32
using AddressSize = int;
#else
using AddressSize = unsigned;
#endif

/// Where a socket is, in the system's own form: a host's address and a port, or a path.
/// Built in chapter 6.
struct SocketAddress {
    alignas(8) std::byte bytes[128] = {};  ///< as bind, connect and accept have it
    AddressSize size = 0;                  ///< how many of them count
};

/// What a system call about a socket came to.
/// Built in chapter 6.
struct SocketResult {
    std::size_t count = 0;  ///< how many bytes there were
    int error = 0;          ///< what went wrong, as an `errno`; 0 if nothing did

    /// Whether it would have had to wait.
    bool would_block() const;
};

/// @name The calls, none of which is interrupted, waits, or raises a signal
/// Built in chapter 6; those for datagrams in chapter 14.
/// @{

/// Receives what is there, as much as fits; of a datagram, what fits.
SocketResult receive_some(Descriptor socket, std::span<std::byte> buffer) noexcept;
/// Sends as much as the system takes.
SocketResult send_some(Descriptor socket, std::span<const std::byte> bytes) noexcept;
/// Accepts a connection that is there still.
/// @param accepted the new socket, prepared; or no descriptor.
SocketResult accept_one(Descriptor listener, Descriptor& accepted, SocketAddress& peer) noexcept;
/// Begins to connect. EINPROGRESS: it has begun.
SocketResult connect_to(Descriptor socket, const SocketAddress& address) noexcept;
/// What has become of that. EINPROGRESS: it goes on still.
SocketResult connected(Descriptor socket) noexcept;
/// Receives a datagram, of which what does not fit is lost.
SocketResult receive_from(Descriptor socket, std::span<std::byte> buffer,
                          SocketAddress& sender) noexcept;
/// Sends a datagram.
SocketResult send_to(Descriptor socket, std::span<const std::byte> bytes,
                     const SocketAddress& address) noexcept;

/// @}

/// Whether an error of accepting says that who wanted to connect has gone.
/// Built in chapter 6.
bool peer_has_gone(int error) noexcept;
/// Where the other end of a connection is; of size 0, if the system does not say.
/// Built in chapter 6.
SocketAddress peer_of(Descriptor socket) noexcept;

/// Says that this program uses sockets, which Windows wants to know. Twice does no harm.
/// @throws std::system_error if there are none.
/// Built in chapter 6.
void start_sockets();
/// Closes a socket.
/// Built in chapter 6.
void close_socket(Descriptor socket) noexcept;
/// Lets a new socket not block, not be inherited, and not raise signals.
/// @return whether that worked.
/// Built in chapter 6.
bool prepare_socket(Descriptor socket) noexcept;
/// The `errno` that means what a number of the system's means: on Windows, sockets have their own.
/// Built in chapter 6.
int errno_of(int error) noexcept;

}  // namespace rondo
