/// @file
/// Lock: one at a time.
#pragma once

#include <rondo/groups/async_with.hpp>
#include <rondo/sync/wait_line.hpp>

namespace rondo {

/// Lets one task in at a time: asyncio's `Lock`.
///
/// Tasks of one thread are never interrupted, except at a `co_await`. A lock is for what must not
/// be interrupted there either:
///
///     co_await async_with(lock, [&]() -> Coro<> { ... });
///
/// Those who have to wait get it in the order in which they came. A lock has no owner: any task may
/// release it, and who acquires it twice waits for ever.
///
/// Copies refer to the same lock, so it can be given to a coroutine by value. It may be made before
/// a loop runs, and belongs to the first loop in which a task has to wait for it.
///
/// Built in chapter 12.
class Lock {
public:
    class Acquire;

    Lock() : state_(new State) {}
    Lock(const Lock&) = default;
    Lock& operator=(const Lock&) = default;

    /// Takes the lock. A free one is taken at once, unless others wait already.
    /// @return true, as in asyncio.
    /// @throws CancelledError at the await; then the lock is not taken, and the next one gets it.
    /// RuntimeError if it belongs to another loop.
    [[nodiscard("co_await it")]] Acquire acquire() const;
    /// Gives it back. The one who has waited longest will take it, in the next turn.
    /// @throws RuntimeError if it is free.
    void release() const;
    /// Whether somebody has it. Between `release` and the next one's turn nobody has.
    bool locked() const { return state_->locked; }

    /// `acquire`, for async_with.
    Acquire enter() const;
    /// `release`, for async_with.
    Immediately<bool> exit(const std::exception_ptr& error) const;

private:
    struct State final : LoopBound {
        bool try_acquire();
        void wake_first();

        bool locked = false;
        WaitLine waiters;  // who is woken or cancelled stays in its place until it goes on
    };

    Counted<State> state_;
};

/// What Lock::acquire gives.
/// Built in chapter 12.
class Lock::Acquire final : public PlaceInLine {
public:
    /// For Lock::acquire.
    explicit Acquire(State& lock) : PlaceInLine(lock, lock.waiters) {}

    bool await_ready() {
        check_not_awaited();
        return lock().try_acquire();
    }
    bool await_resume();
    bool cancel(std::string_view message) override;

private:
    State& lock() const { return static_cast<State&>(owner()); }
};

inline Lock::Acquire Lock::acquire() const { return Acquire(*state_); }
inline Lock::Acquire Lock::enter() const { return acquire(); }

}  // namespace rondo
