#pragma once
// Callbacks: one pooled block each, with the callable in place, queued as it is.

#include "loop.hpp"

#include <cstdint>
#include <utility>

namespace limit {

struct Callback {
    /// Calls the callable, then frees the block.
    virtual void run() = 0;
    /// Frees the block.
    virtual void drop() = 0;

    Callback* next = nullptr;

protected:
    ~Callback() = default;
};

struct TimerCallback : Callback {
    TimerCallback* previous = nullptr;
    std::int64_t when = 0;

protected:
    ~TimerCallback() = default;
};

template <class Base, class Callable>
struct Closure final : Base {
    explicit Closure(Callable given) : callable(std::move(given)) {}

    void run() override {
        callable();
        drop();
    }

    void drop() override {
        this->~Closure();
        Pool::give(this, sizeof(Closure));
    }

    static Closure& make(Callable callable) {
        return *new (Pool::take(sizeof(Closure))) Closure(std::move(callable));
    }

    Callable callable;
};

class CallbackLoop : public Loop<Callback, TimerCallback> {
public:
    template <class Callable>
    void call_soon(Callable callable) {
        push(Closure<Callback, Callable>::make(std::move(callable)));
    }

    template <class Callable>
    TimerCallback& call_at(std::int64_t when, Callable callable) {
        TimerCallback& timer = Closure<TimerCallback, Callable>::make(std::move(callable));
        timer.when = when;
        arm(timer);
        return timer;
    }

    void cancel(TimerCallback& timer) {
        disarm(timer);
        timer.drop();
    }
};

}  // namespace limit
