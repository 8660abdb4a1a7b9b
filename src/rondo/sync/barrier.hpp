/// @file
/// Barrier: wait for each other.
#pragma once

#include <rondo/sync/condition.hpp>

#include <list>

namespace rondo {

/// A barrier was aborted, or reset while tasks waited at it. Built in chapter 12.
class BrokenBarrierError : public RuntimeError {
public:
    using RuntimeError::RuntimeError;
};

/// Lets tasks go on when so many of them have come: asyncio's `Barrier`. When they have gone on, it
/// can be used again.
///
/// With async_with, the block is called with the task's index; leaving it does nothing.
///
/// Copies refer to the same barrier. It may be made before a loop runs, and belongs to the first
/// loop in which a task has to wait for it.
///
/// Built in chapter 12.
class Barrier {
public:
    /// @param parties how many tasks wait for each other.
    /// @throws std::invalid_argument if that is less than 1.
    explicit Barrier(int parties);
    Barrier(const Barrier&) = default;
    Barrier& operator=(const Barrier&) = default;

    /// Waits until all parties have come. The last one goes on first; the others follow in the
    /// order in which they came. Who comes before all of these have gone waits for the next round.
    /// @return in which place this task came: 0 for the first. Each of those who pass together gets
    /// a number of its own (asyncio gives one out twice after a cancel).
    /// @throws BrokenBarrierError if it is aborted, or was, or is reset meanwhile. CancelledError;
    /// then there is one less who waits. RuntimeError if it belongs to another loop.
    Coro<int> wait() const { return wait_at(state_); }
    /// Those who wait get a BrokenBarrierError; after that it is as new.
    Coro<> reset() const { return reset_at(state_); }
    /// Breaks the barrier: those who wait get a BrokenBarrierError, and who comes later, too.
    Coro<> abort() const { return abort_at(state_); }

    /// How many tasks wait for each other.
    int parties() const { return state_->parties; }
    /// How many of them are here.
    int n_waiting() const { return state_->phase == Phase::filling ? state_->count() : 0; }
    /// Whether it was aborted.
    bool broken() const { return state_->phase == Phase::broken; }

    /// `wait`, for async_with.
    Coro<int> enter() const { return wait(); }
    /// Nothing, for async_with.
    Immediately<bool> exit(const std::exception_ptr&) const { return Immediately<bool>(false); }

private:
    enum class Phase { filling, draining, resetting, broken };

    struct State final : LoopBound {
        /// A task waits with the others until all are here.
        Coro<> wait_for_others();
        /// The last one opens the barrier for the next round.
        void one_has_gone();
        void change_to(Phase next);
        int count() const { return static_cast<int>(here.size()); }

        Condition changed;  // its lock protects what follows
        Phase phase = Phase::filling;
        int parties = 0;
        // A number for each task that has come, and not gone yet: its index, as soon as all are
        // here. Before that nobody knows who of them will be gone.
        std::list<int> here;
    };

    static Coro<int> wait_at(Counted<State> barrier);
    static Coro<> reset_at(Counted<State> barrier);
    static Coro<> abort_at(Counted<State> barrier);

    Counted<State> state_;
};

}  // namespace rondo
