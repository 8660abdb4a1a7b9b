/// @file
/// run_coroutine_threadsafe: a coroutine for a loop that runs in another thread.
#pragma once

#include <rondo/loop/mail.hpp>
#include <rondo/tasks/task.hpp>
#include <rondo/threads/threadsafe_future.hpp>

#include <atomic>
#include <memory>
#include <type_traits>
#include <utility>

namespace rondo {

/// The part of a coroutine's ThreadsafeFuture that knows the task.
///
/// Built in chapter 13.
class RemoteTask : public std::enable_shared_from_this<RemoteTask> {
public:
    /// A task that is to run on this loop.
    explicit RemoteTask(EventLoop& loop) : mailbox_(loop.mailbox()), loop_(&loop) {}

    /// The future was cancelled: asks the loop to cancel the task, if there is one yet. From any
    /// thread.
    void request_cancel() noexcept;
    /// There is a task, which is going to begin. For the loop's thread.
    void set_task(TaskCore& task) {
        task_ = &task;
        has_task_ = true;
    }
    /// The task is done. For the loop's thread.
    void forget_task() { task_ = nullptr; }
    /// Cancels the task, unless it is done, or was cancelled by this before. For the loop's thread.
    void cancel_task();
    /// Whether the loop runs in this thread.
    bool runs_here() const { return EventLoop::running() == loop_; }

protected:
    ~RemoteTask() = default;

private:
    /// Cancels the task, in the thread of its loop. It is there before it is needed, for it may be
    /// sent when there is no memory for it.
    class CancelRequest final : public Node {
    public:
        void run() noexcept override { std::exchange(remote, nullptr)->cancel_task(); }
        void drop() noexcept override { std::exchange(remote, nullptr).reset(); }

        std::shared_ptr<RemoteTask> remote;  // while this is under way, for it is a part of that
    };

    std::shared_ptr<Mailbox> mailbox_;
    const EventLoop* loop_;  // perhaps gone
    CancelRequest request_;
    std::atomic<bool> requested_ = false;
    std::atomic<bool> has_task_ = false;
    TaskCore* task_ = nullptr;  // while it is not done
};

/// What the ThreadsafeFuture of a coroutine refers to.
///
/// Built in chapter 13.
template <class T>
class RemoteState final : public ThreadsafeStateOf<T>, public RemoteTask {
public:
    /// A task that is to run on this loop.
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
    /// Tells the end to this state.
    explicit RemoteEnd(std::shared_ptr<RemoteState<T>> state) : state_(std::move(state)) {}
    RemoteEnd(RemoteEnd&&) noexcept = default;
    ~RemoteEnd() {
        if (!state_) return;
        state_->forget_task();
        state_->cancel();
    }

    /// Called when the task is done, in the thread of the loop.
    void operator()(const Task<T>& task) {
        const auto state = std::exchange(state_, nullptr);
        state->forget_task();
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
    /// Starts this coroutine, and reports to this state.
    RemoteStart(Coro<T>&& coro, std::shared_ptr<RemoteState<T>> state)
        : coro_(std::move(coro)), end_(state), state_(std::move(state)) {}
    RemoteStart(RemoteStart&&) noexcept = default;
    ~RemoteStart() { coro_.close(); }

    /// Called in the thread of the loop.
    void operator()() {
        // First what may fail: a task whose end nobody reported would go on behind a future that
        // is cancelled.
        using EndOfTask = DoneCallbackOf<RemoteEnd<T>, Task<T>>;
        auto end = std::make_unique<EndOfTask>(std::move(end_));
        const Task<T> task = create_task(std::move(coro_));
        task.core().add_done_callback(*end.release());
        state_->set_task(task.core());
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
