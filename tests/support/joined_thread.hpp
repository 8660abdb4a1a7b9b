/// @file
/// JoinedThread: a thread that nobody forgets to join.
#pragma once

#include <thread>
#include <utility>

namespace support {

/// A std::jthread without its stop token: not every standard library has that yet.
class JoinedThread {
public:
    JoinedThread() = default;
    template <class F>
    explicit JoinedThread(F&& function) : thread_(std::forward<F>(function)) {}
    ~JoinedThread() { join(); }
    JoinedThread(JoinedThread&&) = default;
    JoinedThread& operator=(JoinedThread&& other) noexcept {
        join();
        thread_ = std::move(other.thread_);
        return *this;
    }

    /// Waits for its end, unless that was done already.
    void join() {
        if (thread_.joinable()) thread_.join();
    }

private:
    std::thread thread_;
};

}  // namespace support
