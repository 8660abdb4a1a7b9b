/// @file
/// Executor: threads that take on what blocks.
#pragma once

#include <rondo/threads/work.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace rondo {

class Mailbox;
class Reply;

/// How an Executor is to be shut down.
/// Built in chapter 13.
struct ShutdownOptions {
    /// Whether to block until all work is done and the threads have ended.
    bool wait = true;
    /// Whether to cancel what no thread has begun yet.
    bool cancel_futures = false;
};

/// Threads that do what would block the loop: Python's `ThreadPoolExecutor`.
///
/// It starts a thread only when there is work that no idle thread can take, and keeps it. Work is
/// begun in the order in which it came. All functions may be called from any thread.
///
/// Built in chapter 13.
class Executor {
public:
    /// With up to four threads more than the machine has processors, but no more than 32.
    Executor();
    /// @param max_workers how many threads there may be.
    /// @throws std::invalid_argument if that is 0.
    explicit Executor(std::size_t max_workers);
    /// Waits until all its work is done; but one of its own threads, which may be the last to let
    /// go of it, does not wait for itself: then all its threads end when the work is done, and
    /// nobody waits for them. In a child that was forked there are no threads to wait for.
    ~Executor();
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// Calls a function in one of the threads. Function and arguments are moved there.
    /// @return where its result will be.
    /// @throws RuntimeError after `shutdown`, and in a child that was forked, which the threads are
    /// not in; std::system_error if there can be no thread at all.
    template <class F, class... Args>
    ThreadsafeFuture<WorkResult<F, Args...>> submit(F&& function,
                                                    Args&&... args) requires Callable<F, Args...> {
        auto bound = bind_work(std::forward<F>(function), std::forward<Args>(args)...);
        auto work = std::make_shared<WorkOf<decltype(bound)>>(std::move(bound));
        add(work);
        return ThreadsafeFuture<WorkResult<F, Args...>>(std::move(work));
    }

    /// Takes no new work from now on. What was given to it before is done nevertheless.
    /// @throws RuntimeError if one of its own threads would have to wait for itself.
    void shutdown(const ShutdownOptions& options = {});

    /// Puts work into the queue: what `submit` does with a function.
    void add(std::shared_ptr<Work> work);
    /// Shuts it down, waits for that in a thread of its own, and then posts a reply.
    void shutdown_and_reply(std::shared_ptr<Mailbox> mailbox, Reply& reply);

private:
    class Threads;
    const std::shared_ptr<Threads> threads_;  // each of them has a share
};

}  // namespace rondo
