/// @file
/// timeout and wait_for: not longer than this.
#pragma once

#include <rondo/groups/async_with.hpp>
#include <rondo/groups/time_limit.hpp>
#include <rondo/groups/wait.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/task.hpp>

#include <optional>
#include <utility>

namespace rondo {

/// A limit in time on a block of code: asyncio's `Timeout`, for async_with.
///
/// At the deadline the task is cancelled. When the CancelledError reaches the end of the block it
/// becomes a TimeoutError, and the request to cancel is taken back. A cancellation that came from
/// elsewhere stays what it is. If the block swallows the CancelledError, there is no TimeoutError.
///
/// Built in chapter 11.
class Timeout {
public:
    /// @param deadline nothing for no limit.
    explicit Timeout(std::optional<TimePoint> deadline) : when_(deadline) {}
    /// Only before it is entered.
    Timeout(Timeout&& other) noexcept : when_(other.when_) {}
    Timeout& operator=(Timeout&&) = delete;
    ~Timeout() { alarm_.cancel(); }

    /// The deadline, if there is one.
    std::optional<TimePoint> when() const { return when_; }
    /// Moves the deadline; one in the past expires in the next turn. Nothing takes it away.
    /// @throws RuntimeError if the block has not begun, is over, or has expired.
    void reschedule(Deadline deadline);
    /// Whether the deadline has passed within the block.
    bool expired() const { return state_ == State::expiring || state_ == State::expired; }

    /// The block begins. For async_with.
    /// @throws RuntimeError if it began before, or if no task is running.
    Immediately<Timeout&> enter();
    /// The block is over. For async_with.
    /// @throws TimeoutError if it was cancelled because of the deadline.
    Immediately<bool> exit(const std::exception_ptr& error);

private:
    enum class State { created, entered, expiring, expired, exited };

    Handle alarm_at(std::optional<TimePoint> deadline);
    void on_deadline();

    State state_ = State::created;
    std::optional<TimePoint> when_;
    Handle alarm_;
    AnyTask task_;
    int cancelling_ = 0;  // requests there were before
};

/// A limit of this length, from now on: `async_with(timeout(1s), body)`.
/// @throws RuntimeError if no loop is running.
/// Built in chapter 11.
template <class Rep, class Period>
Timeout timeout(std::chrono::duration<Rep, Period> delay) {
    return Timeout(later(get_running_loop().time(), to_duration(delay)));
}
/// Says what is missing, to who gives no unit.
template <class Number>
Timeout timeout(Number) requires std::is_arithmetic_v<Number> {
    refuse_bare_number<Number>();
    return Timeout(std::nullopt);
}
/// The same for a limit that there may be or not; with std::nullopt there is none, for now: see
/// Timeout::reschedule.
inline Timeout timeout(std::optional<Duration> delay) {
    return delay ? timeout(*delay) : Timeout(std::nullopt);
}
/// A limit at a moment of the loop's clock.
inline Timeout timeout_at(Deadline deadline) { return Timeout(deadline); }

/// The coroutine behind wait_for. `moves` tells whether the result may be moved out.
template <class A, bool moves>
Coro<std::remove_cvref_t<await_result_t<A>>> run_for(A awaitable, std::optional<Duration> limit) {
    using Result = std::remove_cvref_t<await_result_t<A>>;
    if (limit && *limit <= Duration::zero()) {
        auto future = ensure_future(std::move(awaitable));
        if (!future.done()) {
            future.cancel();
            co_await wait(future);
            if (future.cancelled()) throw TimeoutError();
        }
        if constexpr (moves)
            co_return co_await std::move(future);
        else
            co_return co_await future;
    }
    Timeout scope(limit ? std::optional(later(get_running_loop().time(), *limit)) : std::nullopt);
    scope.enter();
    Slot<Result> result;
    std::exception_ptr error;
    try {
        if constexpr (std::is_void_v<Result>)
            co_await std::move(awaitable);
        else if constexpr (moves)
            result.set(co_await std::move(awaitable));
        else
            result.set(co_await awaitable);
    } catch (...) {
        error = std::current_exception();
    }
    scope.exit(error);
    if (error) std::rethrow_exception(error);
    co_return result.take();
}

/// Waits for something, but not longer than this. At the deadline it is cancelled, and waited for
/// until it has cleaned up.
/// @param awaitable a Coro runs in this task; a Task or a Future goes on being what it is.
/// @param limit with 0 or less, what is not done already is cancelled, and a Coro never starts.
/// @return the result, also if it comes after the deadline, because the cancellation was refused.
/// @throws TimeoutError; what it throws; CancelledError if this task is cancelled, and with it what
/// it waits for.
/// Built in chapter 11.
template <class A, class Rep, class Period>
auto wait_for(A&& awaitable, std::chrono::duration<Rep, Period> limit) requires Awaitable<A> {
    return run_for<std::decay_t<A>, !std::is_lvalue_reference_v<A>>(std::forward<A>(awaitable),
                                                                    to_duration(limit));
}
/// The same for a limit that there may be or not; with std::nullopt there is none.
template <Awaitable A>
auto wait_for(A&& awaitable, std::optional<Duration> limit) {
    return run_for<std::decay_t<A>, !std::is_lvalue_reference_v<A>>(std::forward<A>(awaitable),
                                                                    limit);
}
/// Says what is missing, to who gives no unit.
template <class A, class Number>
auto wait_for(A&& awaitable, Number) requires(Awaitable<A>&& std::is_arithmetic_v<Number>) {
    refuse_bare_number<Number>();
    return wait_for(std::forward<A>(awaitable), Duration());
}

}  // namespace rondo
