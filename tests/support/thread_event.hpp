/// @file
/// ThreadEvent: a thread waits for another.
#pragma once

#include <condition_variable>
#include <mutex>

namespace support {

/// Python's threading.Event, which can be cleared.
class ThreadEvent {
public:
    void set() {
        const std::lock_guard lock(mutex_);
        is_set_ = true;
        changed_.notify_all();
    }
    void clear() {
        const std::lock_guard lock(mutex_);
        is_set_ = false;
    }
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return is_set_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_set_ = false;
};

}  // namespace support
