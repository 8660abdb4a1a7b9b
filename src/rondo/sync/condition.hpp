/// @file
/// Condition: wait for a change of what a lock protects.
#pragma once

#include <rondo/sync/lock.hpp>
#include <rondo/tasks/awaitable.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <limits>
#include <type_traits>
#include <utility>

namespace rondo {

/// A function that can be asked again and again.
template <class Predicate>
concept StoredPredicate = std::predicate<Stored<Predicate>>;

/// A Lock, and a line of tasks that wait for a change of what it protects: asyncio's `Condition`.
///
///     co_await async_with(condition, [&]() -> Coro<> {
///         co_await condition.wait_for([&] { return !jobs.empty(); });
///         ...
///     });
///
/// Copies refer to the same condition. It may be made before a loop runs, and belongs to the first
/// loop in which a task has to wait for it.
///
/// Built in chapter 12.
class Condition {
public:
    /// @param lock the lock to use; several conditions may share one.
    explicit Condition(const Lock& lock = Lock()) : state_(new State(lock)) {}
    Condition(const Condition&) = default;
    Condition& operator=(const Condition&) = default;

    /// See Lock::acquire.
    [[nodiscard("co_await it")]] Lock::Acquire acquire() const { return state_->lock.acquire(); }
    /// See Lock::release.
    void release() const { state_->lock.release(); }
    /// See Lock::locked.
    bool locked() const { return state_->lock.locked(); }

    /// Releases the lock, waits until it is notified, and takes the lock again: also if it is
    /// cancelled, and before it says so. It may wake for nothing; so look again at what it waits
    /// for, or use `wait_for`.
    /// @return true, as in asyncio.
    /// @throws RuntimeError if nobody has the lock, or it belongs to another loop. CancelledError;
    /// then another one is woken instead.
    Coro<bool> wait() const { return wait_in(state_); }

    /// Waits until a function of no arguments gives something that is true; asks it at once, and
    /// then whenever it is notified.
    /// @return what the function gave last.
    /// @throws What `wait` throws, and what the function throws; then another one is woken instead.
    template <class Predicate>
    auto wait_for(Predicate&& predicate) const requires StoredPredicate<Predicate> {
        refuse_owning_temporary<Predicate>();
        return wait_until<std::decay_t<Predicate>>(state_, std::forward<Predicate>(predicate));
    }

    /// Wakes those who have waited longest; they go on one by one, as each gets the lock.
    /// @param count how many, if there are so many.
    /// @throws RuntimeError if nobody has the lock.
    void notify(int count = 1) const;
    /// Wakes all who wait. @throws RuntimeError if nobody has the lock.
    void notify_all() const { notify((std::numeric_limits<int>::max)()); }

    /// `acquire`, for async_with.
    Lock::Acquire enter() const { return acquire(); }
    /// `release`, for async_with.
    Immediately<bool> exit(const std::exception_ptr& error) const {
        return state_->lock.exit(error);
    }

private:
    struct State final : LoopBound {
        explicit State(const Lock& its_lock) : lock(its_lock) {}

        Lock lock;
        WaitLine waiters;
    };

    static Coro<bool> wait_in(Counted<State> condition);

    template <class Predicate>
    static Coro<std::decay_t<std::invoke_result_t<Predicate&>>> wait_until(Counted<State> condition,
                                                                           Predicate predicate) {
        while (true) {
            auto result = ask(*condition, predicate);
            if (result) co_return result;
            co_await wait_in(condition);
        }
    }
    template <class Predicate>
    static std::decay_t<std::invoke_result_t<Predicate&>> ask(State& condition,
                                                              Predicate& predicate) {
        try {
            return std::invoke(predicate);
        } catch (...) {
            condition.waiters.wake_first();  // a notify may have been meant for this one: another
            throw;
        }
    }

    Counted<State> state_;
};

}  // namespace rondo
