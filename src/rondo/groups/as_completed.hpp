/// @file
/// as_completed: these futures, in the order in which they come to their end.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/base/pool.hpp>
#include <rondo/groups/awaitable_range.hpp>
#include <rondo/groups/children.hpp>
#include <rondo/groups/outcome.hpp>
#include <rondo/groups/time_limit.hpp>
#include <rondo/tasks/task.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo {

/// How `as_completed` waits.
/// Built in chapter 11.
struct AsCompletedOptions {
    /// For how long at the most, from its call on; nothing for no limit.
    TimeLimit timeout = {};
};

/// The line in which futures stand that have come to their end, and those who wait for the next.
/// Built in chapter 11.
class FinishLine final : public Pooled, private Children {
public:
    /// Waits for each of these futures.
    FinishLine(const std::vector<AnyFuture>& futures, const AsCompletedOptions& options);
    ~FinishLine() { timer_.cancel(); }

    /// How many nobody has asked for yet.
    std::size_t left() const { return left_; }
    /// Somebody asks for one.
    void ask();
    /// The next one that has come to its end.
    /// @throws TimeoutError instead of each one that has not when the time is up.
    static Coro<AnyFuture> next(Counted<FinishLine> line);

    void retain() { ++count_; }
    void release() {
        if (--count_ == 0) delete this;
    }

private:
    void child_ended(Completion& child) override;
    Completion* served() override { return waiters_.empty() ? nullptr : &waiters_.front().state(); }
    void time_is_up();
    void add(AnyFuture ended);
    void wake_next();
    bool has_none() const { return given_ == ended_.size(); }

    std::vector<AnyFuture> ended_;  // an empty one stands for "too late"; there is room for all
    std::size_t given_ = 0;         // how many of them somebody has taken
    std::list<Future<>> waiters_;   // each is done when there is something for it
    TimerHandle timer_;
    std::size_t left_;
    std::uint32_t count_ = 0;
};

/// The coroutine behind each step of `for (auto next : as_completed(…))`.
template <class T>
Coro<T> next_result(Counted<FinishLine> line, bool moves) {
    const AnyFuture ended = co_await FinishLine::next(std::move(line));
    ended.state().check_result();
    if constexpr (!std::is_void_v<T>)
        co_return moves ? TakesResult<T, true>::value(ended) : TakesResult<T, false>::value(ended);
}

/// The coroutine behind AsCompleted::next.
template <class FutureHandle>
Coro<FutureHandle> next_ended(Counted<FinishLine> line) {
    if (line->left() == 0) co_return FutureHandle();
    line->ask();
    const AnyFuture ended = co_await FinishLine::next(std::move(line));
    co_return FutureHandle(ended.state());
}

/// What `as_completed` gives, to be gone through once, in one of two ways.
/// @tparam FutureHandle a Task or a Future.
/// Built in chapter 11.
template <class FutureHandle>
class AsCompleted {
public:
    /// What the futures give.
    using Result = std::remove_cvref_t<gathered_t<FutureHandle>>;

    /// @param moves whether results may be moved out of the futures.
    AsCompleted(const std::vector<AnyFuture>& futures, const AsCompletedOptions& options,
                bool moves)
        : line_(*new FinishLine(futures, options)), moves_(moves) {}

    /// Goes through coroutines, one for each future.
    class Iterator {
    public:
        /// An iterator over what is still to come.
        explicit Iterator(const AsCompleted& from) : from_(&from) {}
        /// A coroutine that waits for the next one that nobody has asked for yet.
        Coro<Result> operator*() const {
            from_->line_->ask();
            return next_result<Result>(from_->line_, from_->moves_);
        }
        /// Does nothing: the next one is whichever comes next.
        Iterator& operator++() { return *this; }
        /// Whether all have been given out.
        bool operator==(std::default_sentinel_t) const { return from_->line_->left() == 0; }

    private:
        const AsCompleted* from_;
    };

    /// For the results: `for (auto next : as_completed(…)) { T result = co_await next; }`. Each
    /// step gives a coroutine, which gives the result of the next future that comes to its end, or
    /// throws its exception.
    Iterator begin() const { return Iterator(*this); }
    /// For `for`: behind the last one.
    std::default_sentinel_t end() const { return {}; }

    /// For the futures themselves: `while (auto task = co_await completed.next()) …`. Gives the
    /// next one that comes to its end, whichever end; an empty handle when all have been given.
    /// Python 3.13's `async for`.
    /// @throws TimeoutError
    Coro<FutureHandle> next() const { return next_ended<FutureHandle>(line_); }

private:
    Counted<FinishLine> line_;
    bool moves_;
};

/// These, in the order in which they come to their end: asyncio's `as_completed`.
///
///     for (auto next : as_completed(tasks, {.timeout = 1s}))
///         std::cout << co_await next << '\n';
///
/// or, to see which one it is:
///
///     auto completed = as_completed(tasks);
///     while (auto task = co_await completed.next())
///         std::cout << task.get_name() << ": " << task.result() << '\n';
///
/// A Coro becomes a task, at once; a Task or a Future is used as it is, and one that is given twice
/// counts once. When the time is up, every await that still has to wait throws TimeoutError;
/// nothing is cancelled.
/// @param awaitables a range of them.
/// @throws RuntimeError if no loop is running.
/// Built in chapter 11.
template <AwaitableRange R>
auto as_completed(R&& awaitables, const AsCompletedOptions& options = {}) {
    using Element = range_element_t<R>;
    using FutureHandle = decltype(ensure_future(std::declval<Element>()));
    return AsCompleted<FutureHandle>(futures_of(get_running_loop(), std::forward<R>(awaitables)),
                                     options, results_are_ours<Element>);
}

/// Tells whether all give the same type.
template <class First, class... Others>
inline constexpr bool give_the_same = (std::is_same_v<std::remove_cvref_t<gathered_t<First>>,
                                                      std::remove_cvref_t<gathered_t<Others>>> &&
                                       ...);

/// The same for a few that give the same type, named one by one; the options come first:
/// `as_completed({.timeout = 1s}, a, b)`.
/// Built in chapter 11.
template <Awaitable First, Awaitable... Others>
auto as_completed(const AsCompletedOptions& options, First&& first, Others&&... others) {
    static_assert(give_the_same<First, Others...>,
                  "as_completed takes awaitables that give the same type; futures and tasks of "
                  "different ones go into a std::vector<rondo::AnyFuture>");
    using One = decltype(ensure_future(std::declval<First>()));
    constexpr bool alike =
        (std::is_same_v<One, decltype(ensure_future(std::declval<Others>()))> && ...);
    using FutureHandle = std::conditional_t<alike, One, Future<gathered_t<First>>>;
    EventLoop& loop = get_running_loop();
    // Braces, so that the tasks are made in the order of the arguments.
    const std::vector<AnyFuture> futures{ensure_future(loop, std::forward<First>(first)),
                                         ensure_future(loop, std::forward<Others>(others))...};
    return AsCompleted<FutureHandle>(futures, options,
                                     (results_are_ours<First> && ... && results_are_ours<Others>));
}
/// The same without options.
/// Built in chapter 11.
template <Awaitable First, Awaitable... Others>
auto as_completed(First&& first, Others&&... others) {
    return as_completed(AsCompletedOptions{}, std::forward<First>(first),
                        std::forward<Others>(others)...);
}

/// Says what as_completed takes, to who gave it something else.
template <class First, class... Others>
AsCompleted<Future<>> as_completed(First&&, const Others&...) requires(
    !AwaitableRange<First> && !std::is_same_v<std::remove_cvref_t<First>, AsCompletedOptions> &&
    !(Awaitable<First> && ... && Awaitable<Others>)) {
    refuse_to_gather<First, Others...>();
    return AsCompleted<Future<>>({}, {}, false);
}
/// The same where options are given.
template <class First>
AsCompleted<Future<>> as_completed(First&&,
                                   const AsCompletedOptions&) requires(!AwaitableRange<First>) {
    refuse_to_gather<First>();
    return AsCompleted<Future<>>({}, {}, false);
}

}  // namespace rondo
