#pragma once

#include <rondo/rondo.hpp>

#include <functional>
#include <memory>
#include <utility>

// What `call_every` gives, so that the calls can be ended.
class Repetition {
public:
    Repetition(rondo::EventLoop& loop, rondo::Duration period, std::function<void()> function)
        : loop_(loop), period_(period), due_(loop.time()), function_(std::move(function)) {}

    void cancel() {
        cancelled_ = true;
        next_.cancel();
    }

    // Arms the next call. `self` keeps this alive until then.
    void arm(std::shared_ptr<Repetition> self) {
        due_ += period_;  // from when the last call was due, not from when it came, or ended
        next_ = loop_.call_at(due_, [self] {
            self->function_();
            // While the function ran, the handle was one of a callback that had begun: cancelling
            // that does nothing. So cancel() leaves word, and here is where it is read.
            if (!self->cancelled_) self->arm(self);
        });
    }

private:
    rondo::EventLoop& loop_;
    rondo::Duration period_;
    rondo::TimePoint due_;
    std::function<void()> function_;
    rondo::TimerHandle next_;
    bool cancelled_ = false;
};

// Calls a function after one period, after two, and so on, until the repetition is cancelled.
inline std::shared_ptr<Repetition> call_every(rondo::EventLoop& loop, rondo::Duration period,
                                              std::function<void()> function) {
    auto repetition = std::make_shared<Repetition>(loop, period, std::move(function));
    repetition->arm(repetition);
    return repetition;
}
