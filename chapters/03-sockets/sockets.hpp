// What these programs ask of their system: sockets, in the same words on every system.
#pragma once

#include <cerrno>
#include <cstddef>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#ifdef _WIN32
#include <winsock2.h>
#else
#include <csignal>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace sockets {

#ifdef _WIN32
using Descriptor = SOCKET;
using Length = int;

inline int last_error() { return WSAGetLastError(); }
inline bool would_block() { return last_error() == WSAEWOULDBLOCK; }
inline void close(Descriptor socket) { closesocket(socket); }
inline void allow_thousands() {}  // Windows does

inline void begin() {
    WSADATA about;
    WSAStartup(MAKEWORD(2, 2), &about);
}

inline void set_blocking(Descriptor socket, bool blocking) {
    u_long not_blocking = blocking ? 0 : 1;
    ioctlsocket(socket, FIONBIO, &not_blocking);
}
#else
using Descriptor = int;
using Length = socklen_t;

inline int last_error() { return errno; }
inline bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }
inline void close(Descriptor socket) { ::close(socket); }

/// Asks the system for as many descriptors as it lets a program have.
inline void allow_thousands() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max < 10'000 ? limit.rlim_max : 10'000;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/// Sending to a peer that is gone is to be an error, and not the end of the program.
inline void begin() { std::signal(SIGPIPE, SIG_IGN); }

inline void set_blocking(Descriptor socket, bool blocking) {
    fcntl(socket, F_SETFL, blocking ? 0 : O_NONBLOCK);
}
#endif

[[noreturn]] inline void fail(const char* what) {
    throw std::system_error(last_error(), std::system_category(), what);
}

/// Listens on this machine, on a port that the system chooses.
inline Descriptor listener() {
    begin();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const Descriptor socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        listen(socket, 100) != 0)
        fail("listen");
    set_blocking(socket, false);
    return socket;
}

/// Calls a listener.
inline Descriptor call(Descriptor listener) {
    sockaddr_in address{};
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    Length size = sizeof address;
    const Descriptor socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (getsockname(listener, name, &size) != 0 || connect(socket, name, size) != 0)
        fail("connect");
    set_blocking(socket, false);
    return socket;
}

/// Answers a call, if there is one.
inline std::optional<Descriptor> answer(Descriptor listener) {
    const Descriptor socket = accept(listener, nullptr, nullptr);
    if (socket == static_cast<Descriptor>(-1) && would_block()) return {};
    if (socket == static_cast<Descriptor>(-1)) fail("accept");
    set_blocking(socket, false);
    return socket;
}

/// Two sockets, each the other's peer.
inline std::pair<Descriptor, Descriptor> connected_pair() {
    const Descriptor here = listener();
    set_blocking(here, true);
    const Descriptor caller = call(here);
    const Descriptor answerer = *answer(here);
    close(here);
    return {answerer, caller};
}

/// Sends as much as there is room for: how many bytes, nothing if there is no room at all.
inline std::optional<std::size_t> send_some(Descriptor socket, std::string_view bytes) {
    const auto sent = ::send(socket, bytes.data(), static_cast<Length>(bytes.size()), 0);
    if (sent < 0 && would_block()) return {};
    if (sent < 0) fail("send");
    return static_cast<std::size_t>(sent);
}

/// Sends a few bytes, for which there is room.
inline void send(Descriptor socket, std::string_view bytes) {
    if (send_some(socket, bytes) != bytes.size()) fail("send");
}

/// Takes what has come, as far as it fits: how many bytes, 0 at the end of the connection, nothing
/// if nothing is there yet.
inline std::optional<std::size_t> receive(Descriptor socket, char* buffer, std::size_t size) {
    const auto received = recv(socket, buffer, static_cast<Length>(size), 0);
    if (received < 0 && would_block()) return {};
    if (received < 0) fail("recv");
    return static_cast<std::size_t>(received);
}

/// Says that nothing more will be sent, and goes on listening.
inline void finish(Descriptor socket) { shutdown(socket, 1); }

/// Makes the system keep few bytes under way from one socket to another.
inline void keep_little(Descriptor from, Descriptor to) {
    const int bytes = 16 * 1024;
    const auto* value = reinterpret_cast<const char*>(&bytes);
    setsockopt(from, SOL_SOCKET, SO_SNDBUF, value, sizeof bytes);
    setsockopt(to, SOL_SOCKET, SO_RCVBUF, value, sizeof bytes);
}

}  // namespace sockets
