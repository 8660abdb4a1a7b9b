/// @file
/// run and Runner: from `main` into the loop, and back.
#pragma once

#include <rondo/tasks/task.hpp>

#include <utility>

namespace rondo {

/// Runs a main task to its end; Ctrl-C (SIGINT) asks it to end before. A second one ends the
/// program.
///
/// It steps in only where asyncio does: in the thread in which the program began, and where nobody
/// handles or ignores SIGINT. At the end, everything is as before.
///
/// Built in chapter 13.
class InterruptibleRun {
public:
    /// Has Ctrl-C cancel the main task, while this object is there.
    InterruptibleRun(EventLoop& loop, const AnyFuture& main);
    ~InterruptibleRun();
    InterruptibleRun(const InterruptibleRun&) = delete;
    InterruptibleRun& operator=(const InterruptibleRun&) = delete;

    /// Runs the loop until the main task is done.
    /// @throws KeyboardInterrupt if Ctrl-C came, but too late to cancel it.
    void run();
    /// In a handler: throws the CancelledError on with which the main task ended, or
    /// KeyboardInterrupt in its place, if Ctrl-C was why.
    [[noreturn]] void rethrow() const;

private:
    bool steps_in() const;

    EventLoop& loop_;
    const AnyFuture& main_;
    Counted<Callback> callback_;  // none if it does not step in
    bool came_ = false;           // Ctrl-C
    bool delivered_ = false;      // and the main task was asked to end
};

/// A loop, and a tidy end to it: asyncio's `Runner`. For several `run`s on one loop.
///
/// Built in chapter 10; Ctrl-C and the executor in chapter 13.
class Runner {
public:
    /// Makes a loop.
    explicit Runner(const LoopOptions& options = {}) : loop_(options) {}
    /// Closes it. What cannot be closed in a tidy way (a loop is running in this thread; the tasks
    /// refuse to end, and nothing could ever wake them) is reported, and its tasks are destroyed.
    ~Runner() { close_or_report(); }
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    /// Runs a coroutine in this loop to its end.
    ///
    /// Ctrl-C cancels it, and then `run` throws a KeyboardInterrupt, once it has cleaned up; unless
    /// it went on nevertheless. A second Ctrl-C ends the program. That is so in the thread in which
    /// the program began, and if nobody else handles SIGINT.
    /// @return its result; its exception is thrown.
    /// @throws RuntimeError if a loop is running in this thread already.
    template <class A>
    auto run(A&& main) requires Awaitable<A> {
        check_not_running();
        auto future = ensure_future(loop_, std::forward<A>(main));
        InterruptibleRun its_run(loop_, future);
        its_run.run();
        try {
            if constexpr (std::is_lvalue_reference_v<A> && !IsCoro<std::remove_cvref_t<A>>::value)
                return get_awaiter(std::as_const(future)).await_resume();
            else
                return get_awaiter(std::move(future)).await_resume();
        } catch (const CancelledError&) {
            its_run.rethrow();
        }
    }
    /// Cancels the tasks that are left over, lets them clean up, waits for the loop's executor (for
    /// five minutes at most), and closes the loop.
    /// @throws RuntimeError if a loop is running in this thread.
    void close();
    /// The loop.
    EventLoop& get_loop() { return loop_; }
    /// @throws RuntimeError if a loop is running in this thread.
    static void check_not_running();
    /// The same as `close`, but what cannot be closed in a tidy way is reported.
    void close_or_report() noexcept;

private:
    void cancel_all_tasks();

    EventLoop loop_;
};

/// Runs a coroutine on a loop of its own: asyncio's `run`. The way in.
///
/// When it ends, the tasks that are left over are cancelled, and waited for; so is the loop's
/// executor. Ctrl-C cancels it, and then a KeyboardInterrupt is thrown: see Runner::run.
/// @return its result; its exception is thrown.
/// @throws RuntimeError if a loop is running in this thread already.
/// Built in chapter 9.
template <class A>
auto run(A&& main, const LoopOptions& options = {}) requires Awaitable<A> {
    Runner::check_not_running();
    Runner runner(options);
    try {
        return runner.run(std::forward<A>(main));
    } catch (...) {
        // Here, and not as the stack is unwound: for an exception that nobody catches, it is not.
        runner.close_or_report();
        throw;
    }
}

/// Says what is missing, to who gives the coroutine function uncalled.
template <class F>
void run(F&&, const LoopOptions& = {}) requires(!Awaitable<F>) {
    static_assert(Awaitable<F>, "run takes a Coro: call the function, run(async_main())");
}

}  // namespace rondo
