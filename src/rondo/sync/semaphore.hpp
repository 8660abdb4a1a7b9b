/// @file
/// Semaphore: so many at a time.
#pragma once

#include <rondo/groups/async_with.hpp>
#include <rondo/sync/wait_line.hpp>

#include <limits>

namespace rondo {

/// Lets so many tasks in at a time: asyncio's `Semaphore`. It holds a number of units; who comes
/// takes one, and who goes gives one back.
///
///     co_await async_with(semaphore, [&]() -> Coro<> { ... });
///
/// Those who have to wait get in in the order in which they came. Copies refer to the same
/// semaphore. It may be made before a loop runs, and belongs to the first loop in which a task has
/// to wait for it.
///
/// Built in chapter 12.
class Semaphore {
public:
    class Acquire;

    /// @param value how many units there are.
    /// @throws std::invalid_argument if that is less than 0.
    explicit Semaphore(int value = 1) : Semaphore(value, (std::numeric_limits<int>::max)()) {}
    Semaphore(const Semaphore&) = default;
    Semaphore& operator=(const Semaphore&) = default;

    /// Takes a unit; at once if there is one and nobody waits already.
    /// @return true, as in asyncio.
    /// @throws CancelledError at the await; then no unit is taken. RuntimeError if it belongs to
    /// another loop.
    [[nodiscard("co_await it")]] Acquire acquire() const;
    /// Gives a unit back, or adds one. The one who has waited longest owns it from now on.
    /// @throws std::invalid_argument if a BoundedSemaphore has all its units already.
    void release() const;
    /// Whether one would have to wait now.
    bool locked() const { return state_->locked(); }

    /// `acquire`, for async_with.
    Acquire enter() const;
    /// `release`, for async_with.
    Immediately<bool> exit(const std::exception_ptr& error) const;

protected:
    Semaphore(int value, int bound);

private:
    struct State final : LoopBound {
        bool locked() const { return value == 0 || !waiting.empty() || !woken.empty(); }
        bool try_acquire();
        bool wake_next();

        int value = 0;
        int bound = 0;
        WaitLine waiting;
        WaitLine woken;  // they own a unit, and have not gone on yet
    };

    Counted<State> state_;
};

/// A Semaphore that refuses to have more units than at first, for that would be a mistake:
/// asyncio's `BoundedSemaphore`.
/// Built in chapter 12.
class BoundedSemaphore final : public Semaphore {
public:
    /// @param value how many units there are.
    /// @throws std::invalid_argument if that is less than 0.
    explicit BoundedSemaphore(int value = 1) : Semaphore(value, value) {}
};

/// What Semaphore::acquire gives.
/// Built in chapter 12.
class Semaphore::Acquire final : public PlaceInLine {
public:
    /// For Semaphore::acquire.
    explicit Acquire(State& semaphore) : PlaceInLine(semaphore, semaphore.waiting) {}

    bool await_ready() {
        check_not_awaited();
        return semaphore().try_acquire();
    }
    bool await_resume();

private:
    State& semaphore() const { return static_cast<State&>(owner()); }
};

inline Semaphore::Acquire Semaphore::acquire() const { return Acquire(*state_); }
inline Semaphore::Acquire Semaphore::enter() const { return acquire(); }

}  // namespace rondo
