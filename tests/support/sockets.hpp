/// @file
/// The system's socket functions under the same names everywhere, for tests.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <stdexcept>
#include <string_view>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace support {

/// How many bytes a transfer has moved; −1 for an error.
using Count = std::ptrdiff_t;

#ifdef _WIN32
/// Windows knows no signal for a broken connection.
inline constexpr int no_signal = 0;
/// What a send to a peer that is gone fails with.
inline constexpr int broken_pipe = WSAECONNRESET;
/// What any use of a closed socket fails with.
inline constexpr int bad_descriptor = WSAENOTSOCK;
using Size = int;

inline void close_socket(rondo::Descriptor socket) { closesocket(socket); }
inline void make_non_blocking(rondo::Descriptor socket) {
    u_long yes = 1;
    ioctlsocket(socket, FIONBIO, &yes);
}
/// Whether the last call would have had to wait.
inline bool last_call_would_block() { return WSAGetLastError() == WSAEWOULDBLOCK; }
inline int last_error() { return WSAGetLastError(); }
inline void end_sending(rondo::Descriptor socket) { shutdown(socket, SD_SEND); }
/// So many sockets may be open at once, if the system allows that at all.
inline void allow_descriptors(std::size_t) {}

/// A pair of connected sockets. Windows has none ready made: they meet on loopback. Their buffers
/// are about as large as those of a pair elsewhere.
inline void make_pair(rondo::Descriptor (&ends)[2]) {
    WSADATA about;
    WSAStartup(MAKEWORD(2, 2), &about);
    const SOCKET listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int size = sizeof address;
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    ends[0] = socket(AF_INET, SOCK_STREAM, 0);
    const bool connected = bind(listener, name, size) == 0 && listen(listener, 1) == 0 &&
                           getsockname(listener, name, &size) == 0 &&
                           connect(ends[0], name, size) == 0;
    ends[1] = connected ? accept(listener, nullptr, nullptr) : INVALID_SOCKET;
    closesocket(listener);
    if (ends[1] == INVALID_SOCKET) throw std::runtime_error("no socket pair");
    const int buffer = 200'000;
    for (const SOCKET end : ends)
        for (const int option : {SO_SNDBUF, SO_RCVBUF})
            setsockopt(end, SOL_SOCKET, option, reinterpret_cast<const char*>(&buffer),
                       sizeof buffer);
}
#else
#ifdef MSG_NOSIGNAL
inline constexpr int no_signal = MSG_NOSIGNAL;
#else
inline constexpr int no_signal = 0;  // macOS has an option of the socket instead
#endif
inline constexpr int broken_pipe = EPIPE;
inline constexpr int bad_descriptor = EBADF;
using Size = std::size_t;

inline void close_socket(rondo::Descriptor socket) { close(socket); }
inline void make_non_blocking(rondo::Descriptor socket) {
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
}
/// Whether the last call would have had to wait.
inline bool last_call_would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}
inline int last_error() { return errno; }
inline void end_sending(rondo::Descriptor socket) { shutdown(socket, SHUT_WR); }
/// So many sockets may be open at once, if the system allows that at all; some begin with 256.
inline void allow_descriptors(std::size_t count) {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, count);
    setrlimit(RLIMIT_NOFILE, &limit);
}

/// A pair of connected sockets.
inline void make_pair(rondo::Descriptor (&ends)[2]) {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("no socket pair");
#ifdef SO_NOSIGPIPE
    const int yes = 1;
    for (const int end : ends) setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
}
#endif

/// Sends what the system takes at once.
inline Count send_some(rondo::Descriptor socket, std::string_view bytes) {
    return ::send(socket, bytes.data(), static_cast<Size>(bytes.size()), no_signal);
}
/// Receives what is there, up to `limit` bytes; 0 at the end.
inline Count receive_some(rondo::Descriptor socket, char* bytes, std::size_t limit) {
    return ::recv(socket, bytes, static_cast<Size>(limit), 0);
}

}  // namespace support
