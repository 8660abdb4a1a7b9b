/// @file
/// sleep: let a task wait for a while, and nobody else.
#pragma once

#include <rondo/base/timer_node.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/coro.hpp>
#include <rondo/tasks/waiter.hpp>

#include <utility>

namespace rondo {

/// What `sleep` gives: to be awaited at once, or to be given to create_task.
///
/// The timer lies in the frame that awaits, so a sleep allocates nothing.
///
/// Built in chapter 9.
class Sleep final : public Waiter<Sleep, TimerNode> {
public:
    // Until it is awaited, the deadline holds the delay.
    /// A sleep that begins when it is awaited.
    explicit Sleep(Duration delay) : Waiter(TimePoint(delay)) {}
    /// Before it is awaited, a sleep may be moved.
    Sleep(Sleep&& other) noexcept : Waiter(other.when) {}
    ~Sleep() { leave(); }

    /// @throws RuntimeError if it was awaited before: its delay is gone.
    bool await_ready() const {
        if (task_ != nullptr) refuse_second_await();
        return false;
    }
    /// Begins: arms a timer.
    void start() {
        if (when <= TimePoint()) return task_->wake();  // a bare yield: to the end of the line
        EventLoop& loop = *task_->loop();
        when = later(loop.time(), when.time_since_epoch());
        loop.arm(*this);
    }
    void await_resume() {
        if (task_->owed_cancellation()) task_->throw_cancelled();
    }

    std::string describe() const override { return "sleep of " + task_->describe(); }
    /// The timer has fired. The task goes on in the next turn, as one that waits for a future does.
    void run() noexcept override { task_->wake(); }
    /// Ends before its time: takes the timer back.
    void leave() noexcept {
        if (armed()) task_->loop()->disarm(*this);
    }
};

/// Lets the running task wait for a while; the others go on.
///
/// It resumes in the turn after that in which its timer fires: never early. `sleep(0s)` gives all
/// that are ready a turn, and goes on in the next.
/// @throws CancelledError at the await, if the task is cancelled meanwhile.
/// @throws std::invalid_argument if the delay is not a number.
/// Built in chapter 9.
template <class Rep, class Period>
[[nodiscard("co_await it")]] Sleep sleep(std::chrono::duration<Rep, Period> delay) {
    return Sleep(to_duration(delay));
}

/// Says what is missing, to who gives no unit.
template <class Number>
Sleep sleep(Number) requires std::is_arithmetic_v<Number> {
    refuse_bare_number<Number>();
    return Sleep(Duration());
}

/// The same, and gives a value in the end.
template <class Rep, class Period, class T>
Coro<T> sleep(std::chrono::duration<Rep, Period> delay, T result) {
    co_await sleep(delay);
    co_return std::move(result);
}

}  // namespace rondo
