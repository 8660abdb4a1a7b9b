/// @file
/// For the tests of what the manual page kqueue(2) says: each test is a sentence of it, which
/// stands above the test in our words. They run against the kernel where that has kqueue, and on
/// Linux against the emulation beside them.
#pragma once

#include "tests/support/child.hpp"

#include <gmock/gmock.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/types.h>
// The rest of the system's headers come first: this one uses what they define.
#include <sys/event.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace kqueue_manual {

using Event = struct kevent;
using Events = std::vector<Event>;
using Texts = std::vector<std::string>;

inline Event change(int ident, int filter, int flags, unsigned notes = 0, int data = 0) {
    Event event;
    EV_SET(&event, static_cast<uintptr_t>(ident), static_cast<short>(filter),
           static_cast<unsigned short>(flags), notes, data, nullptr);
    return event;
}

/// What an answer or an event says.
inline std::string text(const Event& event) {
    const std::string filter = event.filter == EVFILT_READ    ? "read"
                               : event.filter == EVFILT_WRITE ? "write"
                               : event.filter == EVFILT_USER  ? "user"
                               : event.filter == EVFILT_TIMER ? "timer"
                                                              : "unknown";
    if ((event.flags & EV_ERROR) != 0)
        return filter + ": error " + std::to_string(static_cast<int>(event.data));
    return filter + ((event.flags & EV_EOF) != 0 ? ", end" : "");
}

inline Texts texts(const Events& events) {
    Texts all;
    for (const Event& event : events) all.push_back(text(event));
    return all;
}

inline std::string error_text(const std::string& filter, int number) {
    return filter + ": error " + std::to_string(number);
}

constexpr int add_receipt = EV_ADD | EV_RECEIPT;
constexpr timespec no_time{0, 0};

/// A queue, and a pair of sockets.
class KqueueManual : public ::testing::Test {
protected:
    KqueueManual() {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::bad_alloc();
        fcntl(ends[0], F_SETFL, O_NONBLOCK);
    }
    ~KqueueManual() override {
        for (const int one : {queue, ends[0], ends[1], copy}) close(one);
    }

    /// Makes changes, and looks for events without waiting; or as long as `timeout` says.
    Events ask(const Events& changes, int room = 8, const timespec* timeout = &no_time) {
        Events events(static_cast<std::size_t>(room));
        count = kevent(queue, changes.data(), static_cast<int>(changes.size()), events.data(), room,
                       timeout);
        error = count < 0 ? errno : 0;
        events.resize(static_cast<std::size_t>(count < 0 ? 0 : count));
        return events;
    }
    Texts answers(const Events& changes) { return texts(ask(changes)); }
    Texts look() { return answers({}); }
    /// For changes that have no answer.
    void make(const Events& changes) {
        ask(changes, 0);
        EXPECT_EQ(error, 0);
    }

    void send(const char* bytes) {
        const auto size = std::strlen(bytes);
        ASSERT_EQ(write(ends[1], bytes, size), static_cast<ssize_t>(size));
    }
    std::string receive(std::size_t limit) {
        std::string bytes(limit, '\0');
        const ssize_t got = read(ends[0], bytes.data(), limit);
        return bytes.substr(0, got < 0 ? 0 : static_cast<std::size_t>(got));
    }

    int queue = kqueue();
    int ends[2];
    int copy = -1;
    int count = 0;  // what kevent gave
    int error = 0;  // errno, if that was -1
};

}  // namespace kqueue_manual
