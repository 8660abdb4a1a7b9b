/// @file
/// Waiter: how a task stops and waits for something that is no coroutine.
#pragma once

#include <rondo/tasks/task_core.hpp>

#include <concepts>
#include <coroutine>
#include <string_view>

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
    /// @throws RuntimeError if no task is running.
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> awaiting, int line = __builtin_LINE()) {
        static_assert(std::derived_from<Promise, Frame>,
                      "this can be awaited only in a coroutine that returns a rondo::Coro");
        static_cast<Frame&>(awaiting.promise()).line = line;
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

    /// Throws the CancelledError that the task is owed, if there is one.
    void check_cancelled() {
        if (task_ != nullptr && task_->owed_cancellation()) task_->throw_cancelled();
    }

    TaskCore* task_ = nullptr;
};

}  // namespace rondo
