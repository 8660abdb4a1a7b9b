/// @file
/// Event: wait until something has happened.
#pragma once

#include <rondo/sync/wait_line.hpp>

namespace rondo {

/// Something that happens, and that tasks can wait for: asyncio's `Event`. It is not set at first.
///
/// Copies refer to the same event. It may be made before a loop runs, and belongs to the first loop
/// in which a task has to wait for it.
///
/// Built in chapter 12.
class Event {
public:
    class Wait;

    Event() : state_(new State) {}
    Event(const Event&) = default;
    Event& operator=(const Event&) = default;

    /// It has happened. All who wait go on in the next turn, in the order in which they came, even
    /// if it is cleared before that.
    void set() const;
    /// From now on it has not happened.
    void clear() const { state_->is_set = false; }
    /// Whether it has happened.
    bool is_set() const { return state_->is_set; }
    /// Waits until it has happened; goes on at once if it has already.
    /// @return true, as in asyncio.
    /// @throws CancelledError at the await. RuntimeError if it belongs to another loop.
    [[nodiscard("co_await it")]] Wait wait() const;

private:
    struct State final : LoopBound {
        bool is_set = false;
        WaitLine waiters;
    };

    Counted<State> state_;
};

/// What Event::wait gives.
/// Built in chapter 12.
class Event::Wait final : public PlaceInLine {
public:
    /// For Event::wait.
    explicit Wait(State& event) : PlaceInLine(event, event.waiters) {}

    bool await_ready() const {
        check_not_awaited();
        return static_cast<State&>(owner()).is_set;
    }
    bool await_resume() {
        check_cancelled();
        return true;
    }
};

inline Event::Wait Event::wait() const { return Wait(*state_); }

inline void Event::set() const {
    state_->is_set = true;
    state_->waiters.wake_all();
}

}  // namespace rondo
