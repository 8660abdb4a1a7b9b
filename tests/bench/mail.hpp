#pragma once
// What a program needs that calls a loop from another thread, where the loop has no queue for that:
// a mutex, and a vector that the loop swaps out whole.

#include "bench.hpp"

#include <mutex>
#include <thread>
#include <vector>

namespace bench {

/// A callback and its 16 bytes of data, as C passes them.
struct Letter {
    void (*call)(void* state, long number);
    void* state;
    long number;
};

/// Callbacks on their way to the loop's thread.
class Mail {
public:
    /// Whether the loop has to be told: nothing was waiting before.
    bool post(const Letter& letter) {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(letter);
        return waiting_.size() == 1;
    }
    /// Calls all that have come.
    void run() {
        {
            const std::lock_guard lock(mutex_);
            running_.swap(waiting_);
        }
        for (const Letter& letter : running_) letter.call(letter.state, letter.number);
        running_.clear();
    }

private:
    std::mutex mutex_;
    std::vector<Letter> waiting_;
    std::vector<Letter> running_;
};

/// Counts the calls of the row `call_soon_threadsafe`, and their order.
struct Calls {
    /// @return whether it was the last.
    bool called(long number) {
        check(number == made, "the calls come in their order");
        return ++made == expected;
    }
    long expected;
    long made = 0;
};

/// Has another thread call `post(number)` so many times, while `run()` runs the loop.
template <class Post, class Run>
void call_from_elsewhere(long count, Post post, Run run) {
    std::thread other([count, &post] {
        for (long number = 0; number < count; ++number) post(number);
    });
    run();
    other.join();
}

}  // namespace bench
