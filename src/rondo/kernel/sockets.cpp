#include <rondo/kernel/sockets.hpp>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace rondo {
namespace {

#ifdef _WIN32
using Length = int;
constexpr int without_signal = 0;
constexpr std::size_t most_bytes = std::size_t{1} << 30;

int last_error() { return errno_of(WSAGetLastError()); }
char* memory(std::span<std::byte> bytes) { return reinterpret_cast<char*>(bytes.data()); }
const char* memory(std::span<const std::byte> bytes) {
    return reinterpret_cast<const char*>(bytes.data());
}
#else
using Length = std::size_t;
constexpr std::size_t most_bytes = std::size_t{1} << 30;
#ifdef MSG_NOSIGNAL
constexpr int without_signal = MSG_NOSIGNAL;
#else
constexpr int without_signal = 0;  // macOS has an option of the socket: see `prepare_socket`
#endif

int last_error() { return errno; }
void* memory(std::span<std::byte> bytes) { return bytes.data(); }
const void* memory(std::span<const std::byte> bytes) { return bytes.data(); }
#endif

/// A span's size as the system wants it; what is larger is done in parts.
template <class Byte>
Length length(std::span<Byte> bytes) {
    return static_cast<Length>(std::min(bytes.size(), most_bytes));
}

sockaddr* name(SocketAddress& address) { return reinterpret_cast<sockaddr*>(address.bytes); }
const sockaddr* name(const SocketAddress& address) {
    return reinterpret_cast<const sockaddr*>(address.bytes);
}

/// Makes a system call until no signal interrupts it.
template <class SystemCall>
SocketResult result_of(SystemCall call) {
    while (true) {
        const auto count = call();
        if (count >= 0) return {static_cast<std::size_t>(count), 0};
        if (const int error = last_error(); error != EINTR) return {0, error};
    }
}

/// A datagram that was longer than the buffer is an error on Windows only. What fits is there.
SocketResult cut_off(SocketResult result, std::size_t room) {
    return result.error == EMSGSIZE ? SocketResult{room, 0} : result;
}

Descriptor accept_prepared(Descriptor listener, SocketAddress& peer) {
    peer.size = sizeof peer.bytes;
#ifdef __linux__
    return accept4(listener, name(peer), &peer.size, SOCK_NONBLOCK | SOCK_CLOEXEC);
#else
    const auto accepted = static_cast<Descriptor>(accept(listener, name(peer), &peer.size));
    if (accepted != no_descriptor) prepare_socket(accepted);
    return accepted;
#endif
}

}  // namespace

bool SocketResult::would_block() const { return error == EAGAIN || error == EWOULDBLOCK; }

SocketResult receive_some(Descriptor socket, std::span<std::byte> buffer) noexcept {
    const Length room = length(buffer);
    return cut_off(result_of([&] { return recv(socket, memory(buffer), room, 0); }),
                   static_cast<std::size_t>(room));
}

SocketResult send_some(Descriptor socket, std::span<const std::byte> bytes) noexcept {
    return result_of([&] { return send(socket, memory(bytes), length(bytes), without_signal); });
}

SocketResult accept_one(Descriptor listener, Descriptor& accepted, SocketAddress& peer) noexcept {
    while (true) {
        const SocketResult result = result_of([&] {
            accepted = accept_prepared(listener, peer);
            return accepted == no_descriptor ? -1 : 0;
        });
        if (!peer_has_gone(result.error)) return result;  // or there may be another one
    }
}

SocketResult connect_to(Descriptor socket, const SocketAddress& address) noexcept {
    if (connect(socket, name(address), static_cast<AddressSize>(address.size)) == 0) return {};
    const int error = last_error();
#ifdef _WIN32
    const bool goes_on = error == EWOULDBLOCK;
#else
    const bool goes_on = error == EINTR;  // a signal does not stop it
#endif
    return {0, goes_on ? EINPROGRESS : error};
}

SocketResult connected(Descriptor socket) noexcept {
    int failure = 0;
    AddressSize size = sizeof failure;
    if (getsockopt(socket, SOL_SOCKET, SO_ERROR, reinterpret_cast<char*>(&failure), &size) != 0)
        return {0, last_error()};
    SocketAddress peer;
    size = sizeof peer.bytes;
    if (failure == 0 && getpeername(socket, name(peer), &size) != 0 && last_error() == ENOTCONN)
        return {0, EINPROGRESS};  // the sign was given for something else
    return {0, errno_of(failure)};
}

SocketResult receive_from(Descriptor socket, std::span<std::byte> buffer,
                          SocketAddress& sender) noexcept {
    const Length room = length(buffer);
    return cut_off(result_of([&] {
                       sender.size = sizeof sender.bytes;
                       return recvfrom(socket, memory(buffer), room, 0, name(sender), &sender.size);
                   }),
                   static_cast<std::size_t>(room));
}

SocketResult send_to(Descriptor socket, std::span<const std::byte> bytes,
                     const SocketAddress& address) noexcept {
    return result_of([&] {
        return sendto(socket, memory(bytes), static_cast<Length>(bytes.size()), without_signal,
                      name(address), static_cast<AddressSize>(address.size));
    });
}

bool peer_has_gone(int error) noexcept {
    // (Windows says ECONNRESET; Wine, that it is not connected.)
    return error == ECONNABORTED || error == EPROTO || error == ECONNRESET || error == ENOTCONN;
}

SocketAddress peer_of(Descriptor socket) noexcept {
    SocketAddress peer;
    peer.size = sizeof peer.bytes;
    if (getpeername(socket, name(peer), &peer.size) != 0) peer.size = 0;
    return peer;
}

#ifdef _WIN32
void start_sockets() {
    WSADATA about;
    static const int failure = WSAStartup(MAKEWORD(2, 2), &about);
    if (failure != 0) throw std::system_error(failure, std::system_category(), "WSAStartup");
}

void close_socket(Descriptor socket) noexcept { closesocket(socket); }

bool prepare_socket(Descriptor socket) noexcept {
    SetHandleInformation(reinterpret_cast<HANDLE>(socket), HANDLE_FLAG_INHERIT, 0);
    u_long yes = 1;
    return ioctlsocket(socket, FIONBIO, &yes) == 0;
}

namespace {

/// Windows' numbers, and what they mean elsewhere.
constexpr std::pair<int, int> meanings[] = {
    {WSAEINTR, EINTR},
    {WSAEBADF, EBADF},
    {WSAENOTSOCK, EBADF},  // that is what it says of a socket that is closed
    {WSAEACCES, EACCES},
    {WSAEFAULT, EFAULT},
    {WSAEINVAL, EINVAL},
    {WSAEMFILE, EMFILE},
    {WSAEWOULDBLOCK, EWOULDBLOCK},
    {WSAEINPROGRESS, EINPROGRESS},
    {WSAEALREADY, EALREADY},
    {WSAEDESTADDRREQ, EDESTADDRREQ},
    {WSAEMSGSIZE, EMSGSIZE},
    {WSAEPROTOTYPE, EPROTOTYPE},
    {WSAENOPROTOOPT, ENOPROTOOPT},
    {WSAEPROTONOSUPPORT, EPROTONOSUPPORT},
    {WSAEOPNOTSUPP, EOPNOTSUPP},
    {WSAEAFNOSUPPORT, EAFNOSUPPORT},
    {WSAEADDRINUSE, EADDRINUSE},
    {WSAEADDRNOTAVAIL, EADDRNOTAVAIL},
    {WSAENETDOWN, ENETDOWN},
    {WSAENETUNREACH, ENETUNREACH},
    {ERROR_NETWORK_UNREACHABLE, ENETUNREACH},
    {WSAENETRESET, ENETRESET},
    {WSAECONNABORTED, ECONNABORTED},
    {ERROR_CONNECTION_ABORTED, ECONNABORTED},
    {WSAECONNRESET, ECONNRESET},
    {ERROR_NETNAME_DELETED, ECONNRESET},
    {WSAENOBUFS, ENOBUFS},
    {WSA_NOT_ENOUGH_MEMORY, ENOBUFS},
    {WSAEISCONN, EISCONN},
    {WSAENOTCONN, ENOTCONN},
    {WSAESHUTDOWN, EPIPE},
    {WSAETIMEDOUT, ETIMEDOUT},
    {ERROR_SEM_TIMEOUT, ETIMEDOUT},
    {WSAECONNREFUSED, ECONNREFUSED},
    {ERROR_CONNECTION_REFUSED, ECONNREFUSED},
    {WSAEHOSTUNREACH, EHOSTUNREACH},
    {ERROR_HOST_UNREACHABLE, EHOSTUNREACH},
};

}  // namespace

int errno_of(int error) noexcept {
    for (const auto& [windows, meaning] : meanings)
        if (windows == error) return meaning;
    return error;
}
#else
void start_sockets() {}

void close_socket(Descriptor socket) noexcept { close(socket); }

bool prepare_socket(Descriptor socket) noexcept {
#ifdef SO_NOSIGPIPE
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
    const int flags = fcntl(socket, F_GETFL);
    return flags >= 0 && fcntl(socket, F_SETFL, flags | O_NONBLOCK) == 0 &&
           fcntl(socket, F_SETFD, FD_CLOEXEC) == 0;
}

int errno_of(int error) noexcept { return error; }
#endif

}  // namespace rondo
