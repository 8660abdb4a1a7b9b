/// @file
/// run_in_executor and to_thread: the loop goes on while a thread does what blocks.
#pragma once

#include <rondo/base/context.hpp>
#include <rondo/loop/reply.hpp>
#include <rondo/tasks/awaitable.hpp>
#include <rondo/tasks/future.hpp>
#include <rondo/threads/executor.hpp>

#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rondo {

/// Posts a reply to a loop; nothing happens if that is closed. From any thread.
void post_reply(Mailbox& mailbox, Reply& reply) noexcept;

/// Work whose end a loop hears of.
///
/// Built in chapter 13.
template <class F>
class LoopWork final : public WorkOf<F> {
public:
    /// Work whose end is told to the loop of this mailbox.
    LoopWork(std::shared_ptr<Mailbox> mailbox, F&& function)
        : WorkOf<F>(std::move(function)), mailbox_(std::move(mailbox)) {}

    /// Notes what is to be posted when it is done.
    void reply_with(Reply& reply) { reply_ = &reply; }

protected:
    void ended() noexcept override {
        WorkOf<F>::ended();
        post_reply(*mailbox_, *reply_);
    }

private:
    std::shared_ptr<Mailbox> mailbox_;
    Reply* reply_ = nullptr;  // the loop's
};

/// The future that run_in_executor gives: cancelling it takes the work back, if no thread has begun
/// it yet.
///
/// Built in chapter 13.
template <class T>
class WorkFuture final : public FutureState<T> {
public:
    /// A future of what this work gives.
    WorkFuture(EventLoop& loop, std::shared_ptr<ThreadsafeStateOf<T>> work)
        : FutureState<T>(loop), work_(std::move(work)) {}

    /// The work is done, or was withdrawn: takes over how it has ended.
    void take_end() {
        const auto work = std::exchange(work_, nullptr);
        if (this->done()) return;
        if (work->cancelled()) {
            this->finish_cancelled({});
        } else if (work->error()) {
            this->set_exception(work->take_error());
        } else if constexpr (std::is_void_v<T>) {
            this->set_result();
        } else {
            try {
                this->set_result(work->result().take());
            } catch (...) {
                this->set_exception(std::current_exception());
            }
        }
    }

protected:
    Completion* begin_cancel(CancelQuestion& question) noexcept override {
        const bool pending = !this->done();
        FutureState<T>::begin_cancel(question);
        if (pending) work_->cancel();
        return nullptr;
    }

private:
    std::shared_ptr<ThreadsafeStateOf<T>> work_;
};

/// Brings the result of work to its future.
///
/// Built in chapter 13.
template <class T>
class WorkReply final : public Reply {
public:
    /// Brings the result to this future.
    WorkReply(EventLoop& loop, WorkFuture<T>& future) : Reply(loop), future_(&future) {}

protected:
    void arrive() noexcept override { future_->take_end(); }

private:
    Counted<WorkFuture<T>> future_;
};

/// Has an executor call a function that is bound to its arguments.
/// Built in chapter 13.
template <class F>
Future<std::invoke_result_t<F>> submit_for(EventLoop& loop, Executor& executor, F function) {
    using Result = std::invoke_result_t<F>;
    if (!loop.takes_work()) {
        const Future<Result> dropped(*new FutureState<Result>(loop));
        dropped.cancel();
        return dropped;
    }
    auto work = std::make_shared<LoopWork<F>>(loop.mailbox(), std::move(function));
    auto* state = new WorkFuture<Result>(loop, work);
    const Future<Result> future(*state);
    auto* reply = new WorkReply<Result>(loop, *state);
    work->reply_with(*reply);
    try {
        executor.add(std::move(work));
    } catch (...) {
        reply->drop();
        throw;
    }
    return future;
}

/// What is wrong with a function that is to be called in another thread.
template <class F, class... Args>
constexpr void check_work() {
    refuse_owning_temporary<F>();
    static_assert(!IsCoro<std::remove_cvref_t<WorkResult<F, Args...>>>::value,
                  "a coroutine does not run in a thread of an executor: await it, or make a task");
}

template <class F, class... Args>
auto EventLoop::run_in_executor(Executor& executor, F&& function, Args&&... args) {
    static_assert(Callable<F, Args...>, "the function cannot be called with these arguments");
    if constexpr (Callable<F, Args...>) {
        check_work<F, Args...>();
        return submit_for(*this, executor,
                          bind_work(std::forward<F>(function), std::forward<Args>(args)...));
    }
}
template <class F, class... Args>
auto EventLoop::run_in_executor(std::nullptr_t, F&& function, Args&&... args) {
    return run_in_executor(default_executor(), std::forward<F>(function),
                           std::forward<Args>(args)...);
}

/// Calls a function in a thread of an executor, so that it may block and the loop goes on:
/// asyncio's `loop.run_in_executor`. It is on its way at once, whether somebody awaits it or not.
///
/// Function and arguments are moved to the thread, and destroyed there; use std::ref for
/// references. The result comes back as the future's result, an exception as its exception.
/// Cancelling the future lets go of it at once; what no thread has begun yet is then never called,
/// but what runs goes on to its end. If the loop is closed before that, the result is dropped.
/// @return a future, which belongs to the running loop; it resumes in the turn after that in which
/// the result comes.
/// @throws RuntimeError if no loop is running, or if the executor is shut down.
/// Built in chapter 13.
template <class F, class... Args>
auto run_in_executor(F&& function, Args&&... args) requires Callable<F, Args...> {
    return get_running_loop().run_in_executor(nullptr, std::forward<F>(function),
                                              std::forward<Args>(args)...);
}
/// The same, in an executor of your own.
template <class F, class... Args>
auto run_in_executor(Executor& executor, F&& function,
                     Args&&... args) requires Callable<F, Args...> {
    return get_running_loop().run_in_executor(executor, std::forward<F>(function),
                                              std::forward<Args>(args)...);
}

/// The coroutine behind to_thread.
template <class F>
Coro<std::invoke_result_t<F>> call_in_thread(F function) {
    auto in_context = [context = Context::current(),
                       function = std::move(function)]() mutable -> std::invoke_result_t<F> {
        const Context::Entered entered(context);
        return std::move(function)();
    };
    EventLoop& loop = get_running_loop();
    auto future = submit_for(loop, loop.default_executor(), std::move(in_context));
    co_return co_await std::move(future);
}

/// Calls a function that blocks in another thread, and waits for its result, while the loop goes
/// on: asyncio's `to_thread`. It begins when it is awaited. The function sees the ContextVars of
/// the task that awaits it; what it sets stays there.
/// @throws The function's exception, at the await; else as rondo::run_in_executor.
/// Built in chapter 13.
template <class F, class... Args>
auto to_thread(F&& function, Args&&... args) requires Callable<F, Args...> {
    check_work<F, Args...>();
    return call_in_thread(bind_work(std::forward<F>(function), std::forward<Args>(args)...));
}

}  // namespace rondo
