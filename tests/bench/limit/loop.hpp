#pragma once
// The turn of an event loop and nothing else: no handles, no cancellation, no names, no exception
// handler. It keeps the rules: what a turn schedules runs in the next one; the kernel is asked
// every turn while a descriptor is registered; the clock is read once a turn while a timer is
// armed; a timer is never early.

#include "pool.hpp"
#include "wheel.hpp"

#include <cstdint>
#include <ctime>

#include <sys/epoll.h>
#include <unistd.h>

namespace limit {

inline std::int64_t now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// Node has `Node* next` and run(); Timer is a Node that a Wheel can hold.
template <class Node, class Timer>
class Loop {
public:
    Loop() = default;
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop() { close(epoll_); }

    void push(Node& node) {
        node.next = nullptr;
        *last_ = &node;
        last_ = &node.next;
    }

    void arm(Timer& timer) { timers_.arm(timer); }
    void disarm(Timer& timer) { timers_.disarm(timer); }

    /// Nothing happens on the descriptors of this benchmark, so an event needs no one to take it.
    void watch(int descriptor) {
        epoll_event event{};
        event.events = EPOLLIN;
        watching_ = true;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
    }

    void stop() { stopping_ = true; }

    void run() {
        stopping_ = false;
        while (!stopping_) turn();
    }

private:
    void turn() {
        if (first_ == nullptr) {
            wait();
        } else if (watching_) {
            epoll_event events[64];
            epoll_wait(epoll_, events, 64, 0);
        }
        if (timers_.armed()) {
            timers_.collect(now(), [this](Timer& timer) { push(timer); });
        }
        Node* node = first_;
        first_ = nullptr;
        last_ = &first_;
        while (node != nullptr) {
            Node* next = node->next;  // the node may be gone, or queued again, when it has run
            node->run();
            node = next;
        }
    }

    void wait() {
        const std::int64_t until = timers_.wait_until();
        const std::int64_t delay = until - now();
        const timespec time{delay / 1'000'000'000, delay % 1'000'000'000};
        epoll_event events[64];
        if (delay > 0)
            epoll_pwait2(epoll_, events, 64, until == Wheel<Timer>::never ? nullptr : &time,
                         nullptr);
    }

    Node* first_ = nullptr;
    Node** last_ = &first_;
    Wheel<Timer> timers_{now()};
    int epoll_ = epoll_create1(EPOLL_CLOEXEC);
    bool watching_ = false;
    bool stopping_ = false;
};

}  // namespace limit
