/// @file
/// ThreadEvent: a thread waits for another.
#pragma once

#include <atomic>

namespace support {

/// Python's threading.Event, which can be cleared.
class ThreadEvent {
public:
    void set() {
        is_set_ = true;
        is_set_.notify_all();
    }
    void clear() { is_set_ = false; }
    void wait() { is_set_.wait(false); }

private:
    std::atomic<bool> is_set_ = false;
};

}  // namespace support
