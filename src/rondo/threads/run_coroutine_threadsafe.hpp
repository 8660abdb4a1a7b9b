/// @file
/// run_coroutine_threadsafe: a coroutine for a loop that runs in another thread.
#pragma once

#include <rondo/loop/mail.hpp>
#include <rondo/tasks/task.hpp>
#include <rondo/threads/threadsafe_future.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace rondo {

/// The part of a coroutine's ThreadsafeFuture that knows the task.
///
/// Built in chapter 13.
class RemoteTask : public std::enable_shared_from_this<RemoteTask> {
public:
    explicit RemoteTask(EventLoop& loop) : mailbox_(loop.mailbox()), loop_(&loop) {}

    /// Asks the loop to cancel the task. From any thread.
    void request_cancel() noexcept;
    /// Whether the loop runs in this thread.
    bool runs_here() const { return EventLoop::running() == loop_; }

    /// The task, while it is not done; nullptr before and after that. For the loop's thread.
    TaskCore* task = nullptr;

protected:
    ~RemoteTask() = default;

private:
    std::shared_ptr<Mailbox> mailbox_;
    const EventLoop* loop_;  // perhaps gone
};

/// What the ThreadsafeFuture of a coroutine refers to.
///
/// Built in chapter 13.
template <class T>
class RemoteState final : public ThreadsafeStateOf<T>, public RemoteTask {
public:
    using RemoteTask::RemoteTask;

protected:
    void ended() noexcept override {
        if (this->cancelled()) request_cancel();
    }
    bool is_up_to_this_thread() const override { return runs_here(); }
};

/// Takes the end of a task over into a ThreadsafeFuture: a done-callback. If the loop closes before
/// there is an end, that is a cancellation.
///
/// Built in chapter 13.
template <class T>
class RemoteEnd {
public:
    explicit RemoteEnd(std::shared_ptr<RemoteState<T>> state) : state_(std::move(state)) {}
    RemoteEnd(RemoteEnd&&) noexcept = default;
    ~RemoteEnd() {
        if (!state_) return;
        state_->task = nullptr;
        state_->cancel();
    }

    void operator()(const Task<T>& task) {
        const auto state = std::exchange(state_, nullptr);
        state->task = nullptr;
        if (task.cancelled()) state->cancel();
        std::exception_ptr error = task.cancelled() ? nullptr : task.exception();
        if (!state->start()) return;
        if (error) return state->fail(std::move(error));
        try {
            if constexpr (!std::is_void_v<T>) state->result().set(Task<T>(task).result());
            state->finish();
        } catch (...) {
            state->fail(std::current_exception());
        }
    }

private:
    std::shared_ptr<RemoteState<T>> state_;
};

/// A coroutine on its way to its loop, where it becomes a task.
///
/// Built in chapter 13.
template <class T>
class RemoteStart {
public:
    RemoteStart(Coro<T>&& coro, std::shared_ptr<RemoteState<T>> state)
        : coro_(std::move(coro)), end_(state), state_(std::move(state)) {}
    RemoteStart(RemoteStart&&) noexcept = default;
    ~RemoteStart() { coro_.close(); }

    void operator()() {
        const Task<T> task = create_task(std::move(coro_));
        state_->task = &task.core();
        task.add_done_callback(std::move(end_));
        if (state_->cancelled()) state_->request_cancel();
    }

private:
    Coro<T> coro_;
    RemoteEnd<T> end_;
    std::shared_ptr<RemoteState<T>> state_;
};

/// Runs a coroutine in a loop that runs in another thread: asyncio's `run_coroutine_threadsafe`.
///
/// May be called from any thread; the coroutine and all that belongs to it move to the loop's. Its
/// result can be waited for by blocking, there or elsewhere, but not in the loop's own thread.
/// Cancelling the future cancels the task. If the loop closes before there is a result, the future
/// is cancelled.
/// @param coro given up to the loop.
/// @param loop there until this returns.
/// @throws RuntimeError if the loop is closed.
/// Built in chapter 13.
template <class T>
ThreadsafeFuture<T> run_coroutine_threadsafe(Coro<T> coro, EventLoop& loop) {
    auto state = std::make_shared<RemoteState<T>>(loop);
    loop.call_soon_threadsafe(RemoteStart<T>(std::move(coro), state));
    return ThreadsafeFuture<T>(std::move(state));
}

}  // namespace rondo
