/// @file
/// Semaphore and Latch, as the standard library has them. Those of g++ 12 on Windows now and then
/// sleep for ever.
#pragma once

#include <condition_variable>
#include <mutex>

namespace support {

/// A std::counting_semaphore.
class Semaphore {
public:
    explicit Semaphore(int count) : count_(count) {}
    void release() {
        const std::lock_guard lock(mutex_);
        ++count_;
        changed_.notify_one();
    }
    void acquire() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return count_ > 0; });
        --count_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_;
};

/// A std::latch.
class Latch {
public:
    explicit Latch(int count) : count_(count) {}
    void count_down() {
        const std::lock_guard lock(mutex_);
        if (--count_ == 0) changed_.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return count_ <= 0; });
    }
    void arrive_and_wait() {
        count_down();
        wait();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_;
};

}  // namespace support
