/// @file
/// wait: until some of these futures are done, whatever their end.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/base/pool.hpp>
#include <rondo/groups/time_limit.hpp>
#include <rondo/tasks/task.hpp>

#include <cstdint>
#include <initializer_list>
#include <unordered_set>
#include <vector>

namespace rondo {

/// For how many `wait` waits.
/// Built in chapter 11.
enum ReturnWhen {
    FIRST_COMPLETED,  ///< until one is done
    FIRST_EXCEPTION,  ///< until one has failed (cancelled ones do not count), or all are done
    ALL_COMPLETED     ///< until all are done
};

/// How `wait` waits.
/// Built in chapter 11.
struct WaitOptions {
    /// For how long at the most; nothing for no limit.
    TimeLimit timeout = {};
    /// What is waited for.
    ReturnWhen return_when = ALL_COMPLETED;
};

/// What `wait` gives: what is done and what is not, each in the order given.
/// Built in chapter 11.
template <class FutureHandle>
struct WaitResult {
    std::vector<FutureHandle> done;     ///< those that are done
    std::vector<FutureHandle> pending;  ///< those that are not
};

/// Counts the futures that come to their end, for `wait`.
/// Built in chapter 11.
class WaitCounter : public Pooled {
public:
    /// Waits until so many are done, or as the options say.
    WaitCounter(EventLoop& loop, std::size_t left, const WaitOptions& options);

    /// One has come to its end.
    void count(const AnyFuture& future);
    /// Done when the wait is over.
    const Future<void>& over() const { return over_; }
    /// The time-out is of no interest any more.
    void stop() const { timer_.cancel(); }

    void retain() { ++count_; }
    void release() {
        if (--count_ == 0) delete this;
    }

private:
    std::size_t left_;
    ReturnWhen return_when_;
    Future<void> over_;
    TimerHandle timer_;
    std::uint32_t count_ = 0;
};

/// The done-callback of a `wait`.
/// Built in chapter 11.
struct CountsForWait {
    Counted<WaitCounter> counter;  ///< who counts
    /// Called when one of them is done.
    void operator()(const AnyFuture& future) const { counter->count(future); }
    /// Whom the call graph shows as waiting.
    Completion* on_behalf_of() const { return &counter->over().state(); }
    bool operator==(const CountsForWait&) const = default;
};

/// Waits until some of these futures or tasks are done, or until the time is up. Their exceptions
/// stay with them, and nothing is cancelled. It takes at least one turn, even if all are done.
/// @param futures one or more, of the same type; the same one counts once.
/// @return which are done and which are not.
/// @throws std::invalid_argument if there are none; CancelledError if this task is cancelled.
/// Built in chapter 11.
template <class FutureHandle>
Coro<WaitResult<FutureHandle>> wait(
    std::vector<FutureHandle> futures,
    WaitOptions options = {}) requires std::derived_from<FutureHandle, AnyFuture> {
    if (futures.empty()) throw std::invalid_argument("wait needs at least one future");
    std::unordered_set<AnyFuture> seen;
    std::erase_if(futures, [&](const FutureHandle& future) { return !seen.insert(future).second; });

    const CountsForWait counts{
        Counted<WaitCounter>(new WaitCounter(get_running_loop(), futures.size(), options))};
    struct Finally {
        ~Finally() {
            counts.counter->stop();
            for (const FutureHandle& future : futures) future.remove_done_callback(counts);
        }
        const std::vector<FutureHandle>& futures;
        const CountsForWait& counts;
    };
    {
        const Finally finally{futures, counts};
        for (const AnyFuture& future : futures) future.add_done_callback(counts);
        co_await counts.counter->over();
    }
    WaitResult<FutureHandle> result;
    for (FutureHandle& future : futures)
        (future.done() ? result.done : result.pending).push_back(std::move(future));
    co_return result;
}

/// The same for a few, named one by one, until all are done. Of different types, AnyFutures come
/// back.
/// Built in chapter 11.
template <class First, class... Others>
auto wait(const First& first, const Others&... others) requires(
    std::derived_from<First, AnyFuture>&&...&& std::derived_from<Others, AnyFuture>) {
    constexpr bool alike = (std::is_same_v<First, Others> && ...);
    std::vector<std::conditional_t<alike, First, AnyFuture>> futures{first, others...};
    return wait(std::move(futures));
}
/// The same for one, and with options: `wait(task, {.timeout = 1s})`.
/// Built in chapter 11.
template <std::derived_from<AnyFuture> FutureHandle>
auto wait(const FutureHandle& future, const WaitOptions& options) {
    return wait(std::vector<FutureHandle>{future}, options);
}

/// Says what is missing, to who gives coroutines.
template <class T>
void wait(std::vector<Coro<T>>, WaitOptions = {}) {
    static_assert(std::is_same_v<T, Coro<T>>, "wait takes tasks: create_task(coro)");
}
/// The same, for those that are named one by one.
template <class First, class... Others>
Future<> wait(First&&, Others&&...) requires(IsCoro<std::remove_cvref_t<First>>::value || ... ||
                                             IsCoro<std::remove_cvref_t<Others>>::value) {
    static_assert(!std::is_same_v<First, First>, "wait takes tasks: create_task(coro)");
    return {};
}
/// Says what to do, to who gives a braced list: g++ 12 cannot keep one in a coroutine. (`auto`, so
/// that this is said before g++ gives up.)
template <class T>
auto wait(std::initializer_list<T>, WaitOptions = {}) {
    static_assert(!std::is_same_v<T, T>,
                  "wait takes them one by one, wait(a, b); or in a vector that has a name");
    return Future<>();
}

}  // namespace rondo
