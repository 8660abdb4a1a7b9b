/// @file
/// Task, a coroutine that the loop drives.
#pragma once

#include <rondo/tasks/awaitable.hpp>
#include <rondo/tasks/future.hpp>
#include <rondo/tasks/task_core.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// What tasks have beyond futures. `Base` is AnyFuture or Future<T>.
///
/// Built in chapter 9; cancelling in chapter 10.
template <class Base>
class TaskHandle : public Base {
public:
    TaskHandle() = default;
    /// A handle of this task.
    explicit TaskHandle(Completion& completion) : Base(completion) {}

    /// The name that was given, or "Task-1", "Task-2" … in the order of making.
    std::string get_name() const { return core().get_name(); }
    /// Gives it another name.
    void set_name(std::string_view name) const { core_to_change().set_name(name); }

    /// Asks the task to end. That is a request: at the await where it stands, the task sees a
    /// CancelledError; it may clean up, awaiting if need be, and it may refuse. What it waits for
    /// (another task, a future) is asked first. A task that has not begun ends without running.
    /// @param message is carried by the CancelledError.
    /// @return false if it is done already.
    bool cancel(std::string_view message = {}) const { return core_to_change().cancel(message); }
    /// How many requests to cancel there are that nobody has taken back.
    int cancelling() const { return core().cancelling(); }
    /// Takes one request back: for who handles a cancellation, and goes on.
    /// @return how many are left.
    int uncancel() const { return core_to_change().uncancel(); }

    /// What it refers to, for those who write awaitables.
    TaskCore& core() const { return static_cast<TaskCore&>(this->state()); }

private:
    TaskCore& core_to_change() const { return static_cast<TaskCore&>(this->to_change()); }
};

/// A task whose result is of no interest, or of another type. Empty if it refers to none.
/// Built in chapter 9.
class AnyTask : public TaskHandle<AnyFuture> {
public:
    /// A handle of none, or of this task.
    using TaskHandle::TaskHandle;
};

/// A coroutine that the loop drives: asyncio's `Task`.
///
/// It runs by itself from the next turn on, whether somebody awaits it or not; the loop keeps it
/// alive until it is done, though all handles are dropped. Awaiting it waits for its end, and gives
/// its result. A handle may outlive the loop; a task that was not done by then is cancelled.
///
/// Made by rondo::create_task.
///
/// @tparam T the type of the result; void by default.
/// Built in chapter 9.
template <class T = void>
class Task : public TaskHandle<Future<T>> {
public:
    using TaskHandle<Future<T>>::TaskHandle;

    /// Calls a function with this task when it is done: see Future::add_done_callback.
    template <class F>
    void add_done_callback(F&& function) const {
        refuse_wrong_done_callback<F, Task<T>>();
        if constexpr (CallableWith<F, Task<T>>)
            this->to_change().add_done_callback(
                *new DoneCallbackOf<std::decay_t<F>, Task<T>>(std::forward<F>(function)));
    }

    /// The same task, its type forgotten.
    operator AnyTask() const { return AnyTask(this->state()); }
};

/// What a Task<T> refers to.
/// Built in chapter 9.
template <class T>
class TaskState final : public TaskCore {
public:
    /// A task that runs this coroutine, which is given up to it once there is memory for the task.
    TaskState(EventLoop& loop, Coro<T>& coro) : TaskCore(loop, coro.release()) {}
    void* result_place() override { return &result_; }

protected:
    void take_result(Frame& frame) override {
        auto& promise = static_cast<CoroPromise<T>&>(frame);
        if constexpr (std::is_void_v<T>)
            result_.set();
        else
            result_.set(promise.result().take());
    }

private:
    [[no_unique_address]] Slot<T> result_;
};

/// Makes a task of a coroutine, which is given up to it.
/// @throws RuntimeError if it was awaited before, or the loop is closed.
/// Built in chapter 9.
template <class T>
Task<T> make_task(EventLoop& loop, Coro<T>& coro, const TaskOptions& options) {
    const bool taken = loop.takes_work();
    Task<T> task(*new TaskState<T>(loop, coro));
    if (taken)
        task.core().start(options);
    else
        task.core().abandon();
    return task;
}

/// Makes a task of an awaitable in a certain loop.
/// Built in chapter 9.
template <Awaitable A>
auto make_task_of(EventLoop& loop, A&& awaitable, const TaskOptions& options) {
    if constexpr (IsCoro<std::remove_cvref_t<A>>::value) {
        return make_task(loop, awaitable, options);
    } else {
        auto coro = as_coro<std::decay_t<A>>(std::forward<A>(awaitable));
        return make_task(loop, coro, options);
    }
}

/// Makes a task, which starts in the next turn of the running loop: asyncio's `create_task`.
/// @param awaitable a Coro, which is given up to the task; or anything else that can be awaited.
/// @param options a name; or `rondo::eager`, and the task starts at once.
/// @throws RuntimeError if no loop is running.
/// Built in chapter 9.
template <Awaitable A>
auto create_task(A&& awaitable, const TaskOptions& options = {}) {
    return make_task_of(get_running_loop(), std::forward<A>(awaitable), options);
}
/// The same, with a name and starting at once.
template <Awaitable A>
auto create_task(A&& awaitable, Eager, std::string_view name, const char* file = __builtin_FILE(),
                 int line = __builtin_LINE()) {
    return create_task(std::forward<A>(awaitable), TaskOptions(eager, name, file, line));
}
/// Makes a task of a function that is a coroutine, and its arguments. The task keeps the function,
/// so that a lambda may capture what it needs.
/// Built in chapter 9.
template <class F, class... Args>
auto create_task(F&& function,
                 Args&&... args) requires(AwaitableFunction<F, Args...> && !Awaitable<F>) {
    refuse_owning_temporary<F>();
    EventLoop& loop = get_running_loop();
    auto coro = call_coro<std::decay_t<F>, std::decay_t<Args>...>(std::forward<F>(function),
                                                                  std::forward<Args>(args)...);
    return make_task(loop, coro, {});
}
/// Says what create_task takes, to who gave it something else.
template <class F, class... Args>
Task<> create_task(F&&, Args&&...) requires(!AwaitableFunction<F, Args...> && !Awaitable<F>) {
    constexpr bool can_be_awaited = Awaitable<F> || AwaitableFunction<F, Args...>;
    static_assert(can_be_awaited,
                  "create_task takes a Coro or another awaitable; or a function that gives one, "
                  "with the arguments for it");
    return {};
}

/// Makes a future of an awaitable: a Task or a Future is itself, of anything else a task is made.
/// Built in chapter 9.
template <Awaitable A>
auto ensure_future(EventLoop& loop, A&& awaitable) {
    if constexpr (std::derived_from<std::remove_cvref_t<A>, AnyFuture>)
        return std::remove_cvref_t<A>(std::forward<A>(awaitable));
    else
        return make_task_of(loop, std::forward<A>(awaitable), {});
}
/// The same in the running loop.
template <Awaitable A>
auto ensure_future(A&& awaitable) {
    return ensure_future(get_running_loop(), std::forward<A>(awaitable));
}

/// The task that is running, or an empty handle in a plain callback.
/// Built in chapter 9.
AnyTask current_task();
/// All tasks of the running loop that are not done, in the order of making.
/// @throws RuntimeError if no loop is running.
/// Built in chapter 9.
std::vector<AnyTask> all_tasks();
/// All tasks of a loop that are not done. Built in chapter 9.
std::vector<AnyTask> all_tasks(const EventLoop& loop);

template <class A>
auto EventLoop::create_task(A&& awaitable, const TaskOptions& options) {
    static_assert(Awaitable<A>, "create_task takes a Coro or another awaitable");
    if constexpr (Awaitable<A>) return make_task_of(*this, std::forward<A>(awaitable), options);
}

template <class A>
auto EventLoop::run_until_complete(A&& awaitable) {
    static_assert(Awaitable<A>, "run_until_complete takes a Coro, a Task or a Future");
    if constexpr (Awaitable<A>) {
        check_can_run();
        auto future = ensure_future(*this, std::forward<A>(awaitable));
        run_until_done(future);
        if constexpr (std::is_lvalue_reference_v<A> && !IsCoro<std::remove_cvref_t<A>>::value)
            return get_awaiter(std::as_const(future)).await_resume();
        else
            return get_awaiter(std::move(future)).await_resume();
    }
}

}  // namespace rondo

/// So that tasks can be kept in unordered containers.
template <>
struct std::hash<rondo::AnyTask> : std::hash<rondo::AnyFuture> {};
