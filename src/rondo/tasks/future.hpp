/// @file
/// Future, a result that is not there yet.
#pragma once

#include <rondo/base/slot.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/completion.hpp>
#include <rondo/tasks/coro.hpp>
#include <rondo/tasks/done_callback.hpp>
#include <rondo/tasks/waiter.hpp>

#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rondo {

template <class T>
class Future;

/// Lets the awaiter of a task stand in the line of a future or a task.
void join_waiters(Completion& completion, Listener& awaiter, const TaskCore& task);
/// Passes if the future, for which the task may have waited, has a result; else throws.
void check_end(Completion& completion, TaskCore* task);

/// `co_await` on a future or a task: gives a copy of the result, or moves it out.
///
/// Built in chapter 9.
/// @tparam Result what it gives: T for a Future<T>; void for an AnyFuture.
/// @tparam moves whether the result may be moved out: it is, unless others hold the task.
template <class Result, bool moves>
class FutureAwaiter final : public Waiter<FutureAwaiter<Result, moves>, Listener> {
public:
    /// Waits for this one.
    explicit FutureAwaiter(Completion& completion) : completion_(completion) {}
    ~FutureAwaiter() { leave(); }

    bool await_ready() const {
        if (!completion_) refuse_second_await();
        return completion_->done();
    }
    Result await_resume() {
        const Counted<Completion> completion = std::move(completion_);
        check_end(*completion, this->task_);
        if constexpr (std::is_void_v<Result>) {
            return;
        } else {
            auto& result = *static_cast<Slot<Result>*>(completion->result_place());
            if constexpr (moves) {
                // A handle that a function returned says nothing about others of the same task; the
                // awaiter and the handle itself are two.
                if constexpr (!std::is_reference_v<Result> && is_copyable<Result>)
                    if (completion->holders() > 2)
                        return copy_as_is_copyable_says<Result>(result.get());
                return result.take();
            } else {
                static_assert(std::is_reference_v<Result> || is_copyable<Result>,
                              "this result cannot be copied: co_await std::move(future) moves it "
                              "out");
                return result.get();
            }
        }
    }

    /// @throws RuntimeError if this is the running task itself, or belongs to another loop.
    void start() { join_waiters(*completion_, *this, *this->task_); }
    /// No longer waits.
    void leave() noexcept {
        if (this->listens()) completion_->remove_waiter(*this);
    }
    /// What is waited for is done: the task goes on.
    void hear() noexcept override { this->task_->wake(); }
    void run() noexcept override {}
    Completion* awaited() const override { return completion_.get(); }
    Completion* on_behalf_of() override { return this->task_; }
    /// Cancels what is waited for: its end wakes the task.
    bool cancel(std::string_view message) override { return completion_->cancel(message); }

private:
    Counted<Completion> completion_;
};

/// A handle to a future or a task whose result is of no interest, or of another type.
///
/// Copies refer to the same future. A handle may outlive its loop.
///
/// Built in chapter 7.
class AnyFuture {
public:
    /// Refers to nothing; only good for assigning to.
    AnyFuture() = default;
    /// A handle of this one.
    explicit AnyFuture(Completion& completion) : completion_(completion) {}

    /// Whether it is finished, failed or cancelled.
    bool done() const { return state().done(); }
    /// Whether it was cancelled.
    bool cancelled() const { return state().cancelled(); }
    /// The exception that it failed with; null if it has a result.
    /// @throws InvalidStateError if it is pending; CancelledError if it is cancelled.
    std::exception_ptr exception() const { return state().exception(); }
    /// Cancels it. A task is asked to end: see Task::cancel.
    /// @param message is carried by the CancelledError.
    /// @return false if it is done already.
    bool cancel(std::string_view message = {}) const { return to_change().cancel(message); }
    /// Calls a function with this future when it is done: in a turn after that, and also if it is
    /// done already. Callbacks are called in the order in which they came.
    template <class F>
    void add_done_callback(F&& function) const {
        refuse_wrong_done_callback<F, AnyFuture>();
        if constexpr (CallableWith<F, AnyFuture>)
            to_change().add_done_callback(
                *new DoneCallbackOf<std::decay_t<F>, AnyFuture>(std::forward<F>(function)));
    }
    /// Takes out all callbacks that are this function, if they wait still.
    /// @return how many there were.
    template <class F>
    std::size_t remove_done_callback(const F& function) const {
        static_assert(
            ComparableFunction<F>,
            "only a function pointer, a lambda without captures, or an object with == can "
            "be told from other callbacks");
        const std::decay_t<F>& wanted = function;
        return to_change().remove_done_callback(type_tag<std::decay_t<F>>, &wanted);
    }
    /// Whether it refers to something.
    explicit operator bool() const { return static_cast<bool>(completion_); }
    /// Whether both refer to the same.
    bool operator==(const AnyFuture& other) const { return completion_ == other.completion_; }

    /// Waits until it is done; resumes in a turn after that. Its exception is thrown.
    auto operator co_await() const;

    /// What it refers to, for those who write awaitables.
    /// @throws RuntimeError if it refers to nothing.
    Completion& state() const {
        if (!completion_) throw RuntimeError("this handle refers to no future or task");
        return *completion_;
    }

protected:
    /// The same, for what changes it.
    /// @throws RuntimeError as EventLoop::check_thread does.
    Completion& to_change() const {
        Completion& changed = state();
        if (EventLoop* its_loop = changed.loop()) its_loop->check_thread();
        return changed;
    }

    Counted<Completion> completion_;
};

/// A result that is not there yet: asyncio's `Future`.
///
/// Somebody will call `set_result` or `set_exception`, once. Nothing that waits for it runs then
/// and there: callbacks and tasks alike go into the ready queue, in the order in which they came.
/// Copies refer to the same future. An exception that nobody ever looks at is reported when the
/// last handle goes.
///
/// Made by EventLoop::create_future.
///
/// @tparam T the type of the result; void by default.
/// Built in chapter 7.
template <class T = void>
class Future : public AnyFuture {
public:
    /// A handle of none, or of this one.
    using AnyFuture::AnyFuture;

    /// The result.
    /// @throws The exception, CancelledError, or InvalidStateError if it is pending.
    std::conditional_t<std::is_void_v<T> || std::is_reference_v<T>, T,
                       std::add_lvalue_reference_t<std::add_const_t<T>>>
    result() const& {
        state().check_result();
        return place().get();
    }
    /// The result, by value, from a handle that goes away.
    T result() && {
        state().check_result();
        if constexpr (std::is_void_v<T> || std::is_reference_v<T> || is_copyable<T>)
            return place().get();
        else
            return place().take();
    }
    /// Ends it with a result.
    /// @throws InvalidStateError if it is done; RuntimeError if it is a task.
    template <class... Args>
    requires(std::is_void_v<T>
                 ? sizeof...(Args) == 0
                 : sizeof...(Args) == 1 && (std::convertible_to<Args, T> &&
                                            ...)) void set_result(Args&&... result) const;
    /// Ends it with an exception.
    /// @throws InvalidStateError if it is done; RuntimeError if it is a task.
    void set_exception(std::exception_ptr exception) const {
        to_change().set_exception(std::move(exception));
    }
    /// Ends it with an exception: `set_exception(std::runtime_error("no"))`.
    template <class E>
    requires(!std::convertible_to<E, std::exception_ptr>) void set_exception(E exception) const {
        set_exception(std::make_exception_ptr(std::move(exception)));
    }
    /// Calls a function with this future when it is done: see AnyFuture::add_done_callback.
    template <class F>
    void add_done_callback(F&& function) const {
        refuse_wrong_done_callback<F, Future<T>>();
        if constexpr (CallableWith<F, Future<T>>)
            to_change().add_done_callback(
                *new DoneCallbackOf<std::decay_t<F>, Future<T>>(std::forward<F>(function)));
    }

    /// Waits until it is done; resumes in a turn after that, or goes on at once if it is done
    /// already. Gives a copy of the result; throws its exception. If the task is cancelled
    /// meanwhile, so is what it waits for.
    auto operator co_await() const& { return FutureAwaiter<T, false>(state()); }
    /// The same, but moves the result out, unless it can be copied and others hold this future.
    auto operator co_await() const&& { return FutureAwaiter<T, true>(state()); }

protected:
    Slot<T>& place() const { return *static_cast<Slot<T>*>(state().result_place()); }
};

inline auto AnyFuture::operator co_await() const { return FutureAwaiter<void, false>(state()); }

/// What a Future refers to.
///
/// Built in chapter 7.
template <class T>
class FutureState : public Completion {
public:
    /// A future of this loop, without a result.
    explicit FutureState(EventLoop& loop) : Completion(loop.anchor()) {}

    /// Where the result goes.
    void* result_place() override { return &result_; }
    /// The exception, or null.
    const std::exception_ptr& error() const override { return error_; }
    /// Ends with a result. @throws InvalidStateError if it is done.
    template <class... Args>
    void set_result(Args&&... result) {
        check_pending();
        result_.set(std::forward<Args>(result)...);
        finish(State::finished);
    }

protected:
    void set_error(std::exception_ptr error) override { error_ = std::move(error); }
    /// Nobody is behind it who would have to be asked.
    Completion* begin_cancel(CancelQuestion& question) noexcept override {
        if (done()) return question.answered(CancelAnswer::refused);
        finish_cancelled(question.message);
        return question.answered(CancelAnswer::taken);
    }

private:
    std::exception_ptr error_;
    Slot<T> result_;
};

template <class T>
template <class... Args>
requires(std::is_void_v<T>
             ? sizeof...(Args) == 0
             : sizeof...(Args) == 1 && (std::convertible_to<Args, T> &&
                                        ...)) void Future<T>::set_result(Args&&... result) const {
    if (state().is_task()) throw RuntimeError("Task does not support set_result operation");
    static_cast<FutureState<T>&>(to_change()).set_result(std::forward<Args>(result)...);
}

template <class T>
Future<T> EventLoop::create_future() {
    takes_work();  // one that is closing is told apart by nothing: the future stays pending
    return Future<T>(*new FutureState<T>(*this));
}

}  // namespace rondo

/// So that futures and tasks can be kept in unordered containers.
/// Built in chapter 11.
template <>
struct std::hash<rondo::AnyFuture> {
    /// The same for all handles of one future.
    std::size_t operator()(const rondo::AnyFuture& future) const noexcept {
        return std::hash<const void*>()(future ? &future.state() : nullptr);
    }
};
