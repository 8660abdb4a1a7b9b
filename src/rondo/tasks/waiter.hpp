/// @file
/// Waiter: how a task stops and waits for something that is no coroutine.
#pragma once

#include <rondo/tasks/coro.hpp>
#include <rondo/tasks/task_core.hpp>

#include <concepts>
#include <coroutine>
#include <string_view>
#include <utility>

namespace rondo {

/// What a task waits for: the base of every awaiter but Coro's.
///
/// It lies in the frame of the coroutine that awaits. Awaiting notes it in the task, so that
/// `cancel` can reach it. Whoever ends the wait calls `TaskCore::wake`, which puts the task into
/// the ready queue; it goes on in a turn after that.
///
/// An heir has `await_ready`; `start`, called when the task is noted (arm a timer, join a line);
/// `leave`, which undoes that; and `await_resume`, which first throws the CancelledError that may
/// be owed.
///
/// @tparam Heir the class that derives from this.
/// @tparam Base Node, or what it is besides: a TimerNode, say.
/// Built in chapter 9; cancel in chapter 10.
template <class Heir, class Base = Node>
class Waiter : public Base {
public:
    using Base::Base;
    Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    /// The coroutine stops here. Notes where that is, and in which task.
    /// @throws RuntimeError if no task is running, or a task waits for this already.
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> awaiting, int line = __builtin_LINE()) {
        static_assert(std::derived_from<Promise, Frame>,
                      "this can be awaited only in a coroutine that returns a rondo::Coro");
        static_cast<Frame&>(awaiting.promise()).line = line;
        check_not_awaited();
        task_ = &TaskCore::running_or_refuse();
        static_cast<Heir*>(this)->start();
        task_->wait_on(*this);
    }

    /// The task is asked to end: it leaves what would wake it, and goes on to see a CancelledError.
    bool cancel(std::string_view message) override {
        if (task_->scheduled()) return false;
        static_cast<Heir*>(this)->leave();
        task_->interrupt(message);
        return true;
    }

protected:
    ~Waiter() = default;

    /// Refuses a second await, while the first one is not over.
    void check_not_awaited() const {
        if (task_ != nullptr) refuse_second_await();
    }
    /// The wait is over. Throws the CancelledError that the task is owed, if there is one.
    void check_cancelled() {
        TaskCore* const task = std::exchange(task_, nullptr);
        if (task != nullptr && task->owed_cancellation()) task->throw_cancelled();
    }

    TaskCore* task_ = nullptr;
};

}  // namespace rondo
