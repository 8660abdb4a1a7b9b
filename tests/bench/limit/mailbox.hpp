#pragma once
// The least that calls from another thread can cost: a mutex, a vector that the loop swaps out
// whole, and an eventfd that is written only when the loop has said that it is going to sleep.

#include "../mail.hpp"

#include <cstdint>
#include <mutex>
#include <vector>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace limit {

class Mailbox {
public:
    Mailbox() {
        epoll_event event{};
        event.events = EPOLLIN | EPOLLET;
        bench::check(epoll_ctl(epoll_, EPOLL_CTL_ADD, event_, &event) == 0, "an eventfd");
    }

    void post(const bench::Letter& letter) {
        bool wake = false;
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(letter);
            wake = asleep_;
            asleep_ = false;
        }
        const std::uint64_t one = 1;
        if (wake) bench::check(write(event_, &one, sizeof one) == sizeof one, "a wake-up");
    }

    void run() {
        for (stopped_ = false; !stopped_;) {
            bool sleep = false;
            {
                const std::lock_guard lock(mutex_);
                running_.swap(waiting_);
                sleep = asleep_ = running_.empty();
            }
            for (const bench::Letter& letter : running_) letter.call(letter.state, letter.number);
            running_.clear();
            epoll_event event{};
            if (sleep) epoll_wait(epoll_, &event, 1, -1);
        }
    }

    void stop() { stopped_ = true; }

private:
    int epoll_ = epoll_create1(0);
    int event_ = eventfd(0, EFD_NONBLOCK);
    std::mutex mutex_;
    std::vector<bench::Letter> waiting_;
    std::vector<bench::Letter> running_;
    bool asleep_ = false;
    bool stopped_ = false;
};

}  // namespace limit
