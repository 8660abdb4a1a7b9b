#pragma once

#include <rondo/rondo.hpp>

#include <functional>
#include <memory>
#include <utility>

// What `call_every` gives, so that the calls can be ended.
class Repetition {
public:
    Repetition(rondo::EventLoop& loop, rondo::Duration period, std::function<void()> function)
        : loop_(loop), period_(period), function_(std::move(function)) {}

    void cancel() { next_.cancel(); }

    // Arms the next call. `self` keeps this alive until then.
    void arm(std::shared_ptr<Repetition> self) {
        next_ = loop_.call_later(period_, [self] {
            self->function_();
            self->arm(self);
        });
    }

private:
    rondo::EventLoop& loop_;
    rondo::Duration period_;
    std::function<void()> function_;
    rondo::TimerHandle next_;
};

// Calls a function after one period, after two, and so on, until the repetition is cancelled.
inline std::shared_ptr<Repetition> call_every(rondo::EventLoop& loop, rondo::Duration period,
                                              std::function<void()> function) {
    auto repetition = std::make_shared<Repetition>(loop, period, std::move(function));
    repetition->arm(repetition);
    return repetition;
}
