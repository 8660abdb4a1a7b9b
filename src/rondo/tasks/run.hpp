/// @file
/// run and Runner: from `main` into the loop, and back.
#pragma once

#include <rondo/tasks/task.hpp>

#include <utility>

namespace rondo {

/// A loop, and a tidy end to it: asyncio's `Runner`. For several `run`s on one loop.
///
/// Built in chapter 13.
class Runner {
public:
    explicit Runner(const LoopOptions& options = {}) : loop_(options) {}
    /// Closes it. What cannot be closed in a tidy way (a loop is running in this thread; the tasks
    /// refuse to end, and nothing could ever wake them) is reported, and its tasks are destroyed.
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    /// Runs a coroutine in this loop to its end.
    /// @return its result; its exception is thrown.
    /// @throws RuntimeError if a loop is running in this thread already.
    template <class A>
    auto run(A&& main) requires Awaitable<A> {
        check_not_running();
        return loop_.run_until_complete(std::forward<A>(main));
    }
    /// Cancels the tasks that are left over, lets them clean up, and closes the loop.
    /// @throws RuntimeError if a loop is running in this thread.
    void close();
    /// The loop.
    EventLoop& get_loop() { return loop_; }
    /// @throws RuntimeError if a loop is running in this thread.
    static void check_not_running();

private:
    void cancel_all_tasks();

    EventLoop loop_;
};

/// Runs a coroutine on a loop of its own: asyncio's `run`. The way in.
///
/// When it ends, the tasks that are left over are cancelled, and waited for.
/// @return its result; its exception is thrown.
/// @throws RuntimeError if a loop is running in this thread already.
/// Built in chapter 9.
template <class A>
auto run(A&& main, const LoopOptions& options = {}) requires Awaitable<A> {
    Runner::check_not_running();
    Runner runner(options);
    return runner.run(std::forward<A>(main));
}

/// Says what is missing, to who gives the coroutine function uncalled.
template <class F>
void run(F&&, const LoopOptions& = {}) requires(!Awaitable<F>) {
    static_assert(Awaitable<F>, "run takes a Coro: call the function, run(async_main())");
}

}  // namespace rondo
