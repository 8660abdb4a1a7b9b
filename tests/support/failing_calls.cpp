#include "tests/support/failing_calls.hpp"

#include "tests/support/rings.hpp"

#include <cerrno>
#include <cstring>

namespace support {
namespace {

thread_local FailingCall* current = nullptr;

}  // namespace

FailingCall::FailingCall(const char* name, int error, int times, int passing)
    : name_(name), error_(error), times_(times), passing_(passing) {
    current = this;
}

FailingCall::~FailingCall() { current = nullptr; }

bool FailingCall::refuses(const char* name) {
    if (current == nullptr || std::strcmp(current->name_, name) != 0) return false;
    if (current->passing_ > 0) return --current->passing_, false;
    if (current->times_ == 0) return false;
    --current->times_;
    ++current->failed_;
    errno = current->error_;
    return true;
}

}  // namespace support

// Where the linker can do that, and .make/build.mk has it: WRAPPED there names the functions below.
#ifdef __linux__

#include <cstdarg>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#if __has_include(<sys/event.h>)
#include <sys/event.h>
#endif

using support::FailingCall;

// `__real_` and `__wrap_` are the linker's names.
// NOLINTBEGIN(bugprone-reserved-identifier)
#define WRAPPED(result, name, parameters, arguments)                                            \
    result __real_##name parameters;                                                            \
    result __wrap_##name parameters;                                                            \
    result __wrap_##name parameters {                                                           \
        return FailingCall::refuses(#name) ? static_cast<result>(-1) : __real_##name arguments; \
    }

extern "C" {
WRAPPED(ssize_t, recv, (int s, void* to, size_t size, int flags), (s, to, size, flags))
WRAPPED(ssize_t, send, (int s, const void* from, size_t size, int flags), (s, from, size, flags))
WRAPPED(int, accept4, (int s, sockaddr* peer, socklen_t* size, int flags), (s, peer, size, flags))
WRAPPED(int, connect, (int s, const sockaddr* to, socklen_t size), (s, to, size))
WRAPPED(int, epoll_create1, (int flags), (flags))
WRAPPED(int, epoll_ctl, (int table, int what, int d, epoll_event* event), (table, what, d, event))
WRAPPED(int, epoll_wait, (int table, epoll_event* events, int most, int time),
        (table, events, most, time))
WRAPPED(int, epoll_pwait2,
        (int table, epoll_event* events, int most, const timespec* time, const sigset_t* mask),
        (table, events, most, time, mask))
WRAPPED(int, eventfd, (unsigned count, int flags), (count, flags))
WRAPPED(int, poll, (pollfd * list, nfds_t size, int time), (list, size, time))
WRAPPED(int, pipe, (int* ends), (ends))
#if __has_include(<sys/event.h>)
WRAPPED(int, kqueue, (), ())
WRAPPED(int, kevent,
        (int queue, const struct kevent* changes, int change_count, struct kevent* events, int room,
         const timespec* timeout),
        (queue, changes, change_count, events, room, timeout))
#endif

int __real_close(int descriptor);
int __wrap_close(int descriptor);
int __wrap_close(int descriptor) {
    support::note_closed(descriptor);
    return __real_close(descriptor);
}

void* __real_mmap(void* at, size_t size, int access, int flags, int d, off_t from);
void* __wrap_mmap(void* at, size_t size, int access, int flags, int d, off_t from);
void* __wrap_mmap(void* at, size_t size, int access, int flags, int d, off_t from) {
    return FailingCall::refuses("mmap") ? MAP_FAILED
                                        : __real_mmap(at, size, access, flags, d, from);
}

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...);
long __wrap_syscall(long number, ...) {
    const char* const name = number == SYS_io_uring_enter   ? "io_uring_enter"
                             : number == SYS_io_uring_setup ? "io_uring_setup"
                                                            : "syscall";
    if (FailingCall::refuses(name)) return -1;
    va_list list;
    va_start(list, number);
    long arguments[6];
    for (long& argument : arguments) argument = va_arg(list, long);
    va_end(list);
    if (number == SYS_io_uring_enter) support::note_ring_used(static_cast<int>(arguments[0]));
    return __real_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                          arguments[4], arguments[5]);
}
}
// NOLINTEND(bugprone-reserved-identifier)

#endif
