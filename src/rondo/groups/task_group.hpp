/// @file
/// TaskGroup: tasks that end together.
#pragma once

#include <rondo/groups/async_with.hpp>
#include <rondo/groups/children.hpp>
#include <rondo/groups/exception_group.hpp>
#include <rondo/tasks/task.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo {

/// Tasks that end together: asyncio's `TaskGroup`, for async_with.
///
///     co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
///         group.create_task(fetch("a"));
///         group.create_task(fetch("b"));
///         co_return;
///     });
///
/// The block is over when its own code and all tasks of the group are. If one of them fails, the
/// other tasks are cancelled, and so is what the block awaits, once; when all have come to their
/// end, their exceptions are thrown as one ExceptionGroup, that of the block's own code last.
///
/// A task that ends cancelled is no failure. If the task that runs the block is cancelled from
/// outside, so are the tasks of the group; they are waited for, and then it is a CancelledError
/// again. Should tasks have failed by then, it is their ExceptionGroup; and the cancellation, which
/// is not lost, is thrown at the next await.
///
/// Built in chapter 11.
class TaskGroup final : private Children {
public:
    TaskGroup() = default;
    /// Only before it is entered.
    TaskGroup(TaskGroup&&) noexcept : TaskGroup() {}
    TaskGroup& operator=(TaskGroup&&) = delete;
    ~TaskGroup() {
        if (end_) end_->close();
    }

    /// Makes a task of this group, as rondo::create_task does. Tasks of the group may make further
    /// ones, also when the code of the block is over.
    /// @param awaitable a Coro, which is given up to the task; or anything else that can be
    /// awaited.
    /// @param options a name; or `rondo::eager`, and the task starts at once.
    /// @return the task. The group does not hold it once it is done.
    /// @throws RuntimeError if the block has not begun or is over, or the group is being cancelled.
    /// A coroutine that was given is closed then.
    template <Awaitable A>
    auto create_task(A&& awaitable, const TaskOptions& options = {}) {
        if (refuses()) {
            if constexpr (IsCoro<std::remove_cvref_t<A>>::value) awaitable.close();
            refuse();
        }
        auto room = make_room();
        return adopt(rondo::create_task(std::forward<A>(awaitable), options), std::move(room));
    }
    /// The same, with a name and starting at once.
    template <Awaitable A>
    auto create_task(A&& awaitable, Eager, std::string_view name,
                     const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
        return create_task(std::forward<A>(awaitable), TaskOptions(eager, name, file, line));
    }
    /// Makes a task of a function that is a coroutine, and its arguments.
    template <class F, class... Args>
    auto create_task(F&& function, Args&&... args) requires(!Awaitable<F>) {
        if (refuses()) refuse();
        auto room = make_room();
        return adopt(rondo::create_task(std::forward<F>(function), std::forward<Args>(args)...),
                     std::move(room));
    }

    /// The block begins. For async_with.
    /// @throws RuntimeError if it began before, or if no task is running.
    Immediately<TaskGroup&> enter();
    /// The block's own code is over: waits for all tasks, also where there is no memory. For
    /// async_with.
    /// @throws ExceptionGroup; CancelledError.
    Coro<bool> exit(std::exception_ptr error);

private:
    class WaitForChildren;

    Coro<bool> wait_for_all();
    void child_ended(Completion& child) override;
    Completion* served() override { return parent_ ? &parent_.state() : nullptr; }

    bool is_finished() const { return exiting_ && count_children() == 0; }
    bool refuses() const { return !parent_ || is_finished() || aborting_; }
    [[noreturn]] void refuse() const;
    std::string describe() const;
    std::unique_ptr<DoneCallback> make_room();
    void abort();

    template <class T>
    Task<T> adopt(Task<T> task, std::unique_ptr<DoneCallback> room) {
        add_child(task.core(), std::move(room));
        return task;
    }

    AnyTask parent_;                          // empty before it is entered
    std::optional<Coro<bool>> end_;           // what exit gives
    std::vector<std::exception_ptr> errors_;  // with room for those that are still to come
    std::exception_ptr body_error_;           // with which the block's own code ended
    WaitForChildren* waits_ = nullptr;        // while exit waits
    bool exiting_ = false;
    bool aborting_ = false;
    bool interrupts_parent_ = false;
};

}  // namespace rondo
