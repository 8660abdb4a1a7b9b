#include <rondo/kernel/sockets.hpp>
#include <rondo/kernel/wake_pipe.hpp>

#include <cerrno>
#include <system_error>

#ifdef _WIN32
#include <winsock2.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

namespace rondo {

#ifdef _WIN32
WakePipe::WakePipe() { make(); }

void WakePipe::make() {
    start_sockets();
    const SOCKET both = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int size = sizeof address;
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    u_long yes = 1;
    if (both == INVALID_SOCKET || bind(both, name, size) != 0 ||
        getsockname(both, name, &size) != 0 || connect(both, name, size) != 0 ||
        ioctlsocket(both, FIONBIO, &yes) != 0) {
        const int error = WSAGetLastError();
        if (both != INVALID_SOCKET) closesocket(both);
        throw std::system_error(error, std::system_category(),
                                "poll needs a socket to be woken by");
    }
    read_end_ = write_end_ = both;
}

WakePipe::~WakePipe() { closesocket(read_end_); }

bool WakePipe::leave_parent() { return false; }  // Windows has no fork

void WakePipe::wake() noexcept {
    const char byte = 0;
    send(write_end_, &byte, 1, 0);  // if its buffer is full, it is readable already
}

void WakePipe::drain() noexcept {
    char byte = 0;
    while (recv(read_end_, &byte, 1, 0) > 0) {}
}
#else
namespace {

/// `pipe2` would do it all in one call, but macOS has none.
bool prepare(int descriptor) {
    return fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 &&
           fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

}  // namespace

WakePipe::WakePipe() { make(); }

void WakePipe::make() {
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0 || !prepare(ends[0]) || !prepare(ends[1])) {
        const int error = errno;
        for (const int end : ends)
            if (end >= 0) close(end);
        throw std::system_error(error, std::generic_category(), "poll needs a pipe to be woken by");
    }
    read_end_ = ends[0];
    write_end_ = ends[1];
}

WakePipe::~WakePipe() {
    close(read_end_);
    close(write_end_);
}

bool WakePipe::leave_parent() {
    if (process_.here()) return false;
    const Descriptor parents[] = {read_end_, write_end_};
    make();
    for (const Descriptor end : parents) close(end);
    process_.renew();
    wake();
    return true;
}

void WakePipe::wake() noexcept {
    if (!process_.here()) return;  // it would wake the parent
    const int error = errno;       // a signal handler must not change it
    const char byte = 0;
    // If the pipe is full, it is readable already.
    [[maybe_unused]] const auto written = write(write_end_, &byte, 1);
    errno = error;
}

void WakePipe::drain() noexcept {
    char bytes[64];
    while (read(read_end_, bytes, sizeof bytes) == sizeof bytes) {}
}
#endif

}  // namespace rondo
