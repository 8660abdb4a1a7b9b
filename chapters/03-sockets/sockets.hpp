// What the program asks of its system: sockets that do not block.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <cerrno>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

#ifdef _WIN32
#include <winsock2.h>
#else
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace sockets {

using rondo::Descriptor;

#ifdef _WIN32
using Length = int;

[[noreturn]] inline void fail(const char* what) {
    throw std::system_error(WSAGetLastError(), std::system_category(), what);
}

inline void never_block(Descriptor socket) {
    u_long yes = 1;
    if (ioctlsocket(socket, FIONBIO, &yes) != 0) fail("ioctlsocket");
}

inline bool would_block() { return WSAGetLastError() == WSAEWOULDBLOCK; }
inline void close(Descriptor socket) { closesocket(socket); }
inline void allow_thousands() {}  // Windows does
#else
using Length = socklen_t;

[[noreturn]] inline void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

inline void never_block(Descriptor socket) {
    if (fcntl(socket, F_SETFL, O_NONBLOCK) != 0) fail("fcntl");
}

inline bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }
inline void close(Descriptor socket) { ::close(socket); }

/// Asks the system for as many descriptors as it lets a program have.
inline void allow_thousands() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max < 10'000 ? limit.rlim_max : 10'000;
    setrlimit(RLIMIT_NOFILE, &limit);
}
#endif

/// Two sockets, each the other's peer: one calls, the other answers, and both are on this machine.
inline std::pair<Descriptor, Descriptor> connected_pair() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    Length size = sizeof address;

    const Descriptor listener = socket(AF_INET, SOCK_STREAM, 0);
    const Descriptor caller = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, name, size) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, name, &size) != 0 || connect(caller, name, size) != 0)
        fail("a pair of sockets");
    const Descriptor answerer = accept(listener, nullptr, nullptr);
    close(listener);
    never_block(caller);
    never_block(answerer);
    return {answerer, caller};
}

/// Sends a few bytes, which have room in the socket's buffer.
inline void send(Descriptor socket, std::string_view bytes) {
    const auto size = static_cast<Length>(bytes.size());
    if (::send(socket, bytes.data(), size, 0) != static_cast<std::make_signed_t<Length>>(size))
        fail("send");
}

/// Takes what has come, as far as it fits: how many bytes, 0 at the end of the connection, nothing
/// if nothing is there yet.
inline std::optional<std::size_t> receive(Descriptor socket, char* buffer, std::size_t size) {
    const auto received = recv(socket, buffer, static_cast<Length>(size), 0);
    if (received < 0 && would_block()) return {};
    if (received < 0) fail("recv");
    return static_cast<std::size_t>(received);
}

}  // namespace sockets
