/// @file
/// wait: until some of these futures are done, whatever their end.
#pragma once

#include <rondo/groups/children.hpp>
#include <rondo/groups/time_limit.hpp>
#include <rondo/tasks/task.hpp>

#include <initializer_list>
#include <stdexcept>
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

/// Waits for futures to come to their end, for `wait`, in whose frame it lies.
/// Built in chapter 11.
class Waiting final : private Children {
public:
    /// A wait as the options say, from now on.
    explicit Waiting(const WaitOptions& options);
    ~Waiting() { timer_.cancel(); }

    /// Waits for one more. @throws RuntimeError if it belongs to another loop.
    void add(const AnyFuture& future) { add_child(future.state()); }
    /// Done when the wait is over.
    const Future<>& over() const { return over_; }

private:
    void child_ended(Completion& child) override;
    Completion* served() override { return &over_.state(); }
    void end();

    ReturnWhen return_when_;
    Future<> over_;
    TimerHandle timer_;
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
    {
        Waiting waiting(options);
        for (const AnyFuture& future : futures) waiting.add(future);
        co_await waiting.over();
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
