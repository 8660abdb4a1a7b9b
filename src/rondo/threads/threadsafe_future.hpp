/// @file
/// ThreadsafeFuture: a result that threads can wait for.
#pragma once

#include <rondo/base/clock.hpp>
#include <rondo/base/slot.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <utility>

namespace rondo {

/// The part of a ThreadsafeFuture that does not depend on the type of its result.
///
/// It is pending, then perhaps running, and then once and for ever done: finished, failed, or
/// cancelled; what is running cannot be cancelled. Any thread may call any of this.
///
/// Built in chapter 13.
class ThreadsafeState {
public:
    ThreadsafeState() = default;
    virtual ~ThreadsafeState() = default;
    ThreadsafeState(const ThreadsafeState&) = delete;
    ThreadsafeState& operator=(const ThreadsafeState&) = delete;

    /// Whether it has come to its end.
    bool done() const { return phase() >= Phase::finished; }
    /// Whether it has begun and not ended.
    bool running() const { return phase() == Phase::running; }
    /// Whether it was cancelled before it began.
    bool cancelled() const { return phase() == Phase::cancelled; }

    /// Cancels it, unless it is running or has ended. @return whether it is cancelled.
    bool cancel();
    /// Blocks this thread until it is done, or the moment has come.
    /// @throws TimeoutError if the moment has come; RuntimeError if it would never be done, because
    /// it is this very thread that is to do it.
    void wait_until(TimePoint moment) const;
    /// The exception, or null if there is a result. Waits for it as `wait_until` does.
    /// @throws CancelledError if it is cancelled.
    std::exception_ptr exception(TimePoint moment) const;
    /// Passes if there is a result. Waits for it as `wait_until` does.
    /// @throws The exception; CancelledError.
    void check_result(TimePoint moment) const;

    /// @name For whoever does the work
    /// @{

    /// The work begins. @return false if it was cancelled; then it must not be done.
    bool start();
    /// The work has ended, and the result is in its place.
    void finish() { end(Phase::finished); }
    /// The work has failed.
    void fail(std::exception_ptr error) {
        error_ = std::move(error);
        end(Phase::failed);
    }
    /// The exception, when it is done; null if there is none.
    const std::exception_ptr& error() const { return error_; }
    /// Gives the exception away, so that the thread that did the work has no part in its end.
    std::exception_ptr take_error() { return std::exchange(error_, nullptr); }

    /// @}

protected:
    /// It is done, just now, by this thread.
    virtual void ended() noexcept {}
    /// Whether this thread would have to do it, so that waiting in it makes no sense.
    virtual bool is_up_to_this_thread() const { return false; }

private:
    enum class Phase : std::uint8_t { pending, running, finished, failed, cancelled };

    Phase phase() const { return phase_.load(); }
    void end(Phase phase);

    std::atomic<Phase> phase_ = Phase::pending;
    std::exception_ptr error_;
};

/// What a ThreadsafeFuture<T> refers to.
/// Built in chapter 13.
template <class T>
class ThreadsafeStateOf : public ThreadsafeState {
public:
    /// Where the result lies. It is written before `finish`, and read after that.
    Slot<T>& result() { return result_; }

private:
    Slot<T> result_;
};

/// A result that is not there yet, for threads: Python's `concurrent.futures.Future`.
///
/// While a Future belongs to one loop, and is awaited there, this one may be used by any thread,
/// and a thread that needs the result blocks until it is there. Copies refer to the same. The
/// functions with a `timeout` take a length of time, and wait for ever without one.
///
/// Given by Executor::submit and run_coroutine_threadsafe.
///
/// @tparam T the type of the result; void by default.
/// Built in chapter 13.
template <class T = void>
class ThreadsafeFuture {
public:
    /// A handle of this state.
    explicit ThreadsafeFuture(std::shared_ptr<ThreadsafeStateOf<T>> state)
        : state_(std::move(state)) {}

    /// Whether it is finished, failed or cancelled.
    bool done() const { return state_->done(); }
    /// Whether the work is under way, and cannot be cancelled any more.
    bool running() const { return state_->running(); }
    /// Whether it was cancelled.
    bool cancelled() const { return state_->cancelled(); }
    /// Cancels it: a function that has not begun is never called, a coroutine is asked to end.
    /// @return whether it is cancelled: false if it is running or has ended.
    bool cancel() const { return state_->cancel(); }

    /// The result, for which this thread blocks.
    /// @throws The exception that it failed with; CancelledError; TimeoutError.
    /// @throws RuntimeError if it is this thread's loop that is to bring the result.
    std::conditional_t<std::is_void_v<T> || std::is_reference_v<T>, T,
                       std::add_lvalue_reference_t<std::add_const_t<T>>>
    result() const& {
        state_->check_result(never);
        return state_->result().get();
    }
    /// The same, but waits no longer than this: then TimeoutError.
    template <class Rep, class Period>
    decltype(auto) result(std::chrono::duration<Rep, Period> timeout) const& {
        state_->check_result(moment_after(timeout));
        return state_->result().get();
    }
    /// The result, by value, from a handle that goes away: moved if it cannot be copied.
    T result() && {
        state_->check_result(never);
        return take();
    }
    /// The same, but waits no longer than this: then TimeoutError.
    template <class Rep, class Period>
    T result(std::chrono::duration<Rep, Period> timeout) && {
        state_->check_result(moment_after(timeout));
        return take();
    }
    /// The exception that it failed with, or null; for which this thread blocks.
    /// @throws CancelledError; TimeoutError; RuntimeError as `result` does.
    std::exception_ptr exception() const { return state_->exception(never); }
    /// The same, but waits no longer than this: then TimeoutError.
    template <class Rep, class Period>
    std::exception_ptr exception(std::chrono::duration<Rep, Period> timeout) const {
        return state_->exception(moment_after(timeout));
    }

private:
    template <class Rep, class Period>
    static TimePoint moment_after(std::chrono::duration<Rep, Period> timeout) {
        return later(std::chrono::steady_clock::now(), to_duration(timeout));
    }
    T take() const {
        if constexpr (std::is_void_v<T> || std::is_reference_v<T> || is_copyable<T>)
            return state_->result().get();
        else
            return state_->result().take();
    }

    std::shared_ptr<ThreadsafeStateOf<T>> state_;
};

}  // namespace rondo
