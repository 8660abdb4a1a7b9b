#include <rondo/base/errors.hpp>
#include <rondo/threads/threadsafe_future.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace rondo {
namespace {

struct Monitor {
    std::mutex mutex;
    std::condition_variable ended;
};

/// A few monitors serve all futures: most are never waited for by a thread.
Monitor& monitor_of(const ThreadsafeState* state) {
    constexpr std::size_t count = 16;
    static auto* const monitors = new Monitor[count];  // threads may outlive the static objects
    return monitors[reinterpret_cast<std::uintptr_t>(state) / alignof(std::max_align_t) % count];
}

}  // namespace

bool ThreadsafeState::start() {
    Phase expected = Phase::pending;
    return phase_.compare_exchange_strong(expected, Phase::running);
}

bool ThreadsafeState::cancel() {
    Monitor& monitor = monitor_of(this);
    {
        const std::lock_guard lock(monitor.mutex);
        Phase expected = Phase::pending;
        if (!phase_.compare_exchange_strong(expected, Phase::cancelled))
            return expected == Phase::cancelled;
    }
    monitor.ended.notify_all();
    ended();
    return true;
}

void ThreadsafeState::end(Phase phase) {
    Monitor& monitor = monitor_of(this);
    {
        const std::lock_guard lock(monitor.mutex);
        phase_ = phase;
    }
    monitor.ended.notify_all();
    ended();
}

void ThreadsafeState::wait_until(TimePoint moment) const {
    if (done()) return;
    if (moment == never && is_up_to_this_thread())
        throw RuntimeError(
            "this would wait for ever: the loop that is to bring the result runs in this very "
            "thread. Await it there, as a task, or wait for it in another thread");
    Monitor& monitor = monitor_of(this);
    std::unique_lock lock(monitor.mutex);
    const auto is_done = [this] { return done(); };
    if (moment == never)
        monitor.ended.wait(lock, is_done);
    else if (!monitor.ended.wait_until(lock, moment, is_done))
        throw TimeoutError();
}

std::exception_ptr ThreadsafeState::exception(TimePoint moment) const {
    wait_until(moment);
    if (cancelled()) throw CancelledError();
    return error_;
}

void ThreadsafeState::check_result(TimePoint moment) const {
    if (const std::exception_ptr error = exception(moment)) std::rethrow_exception(error);
}

}  // namespace rondo
