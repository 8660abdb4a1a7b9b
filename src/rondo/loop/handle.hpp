/// @file
/// Handle and TimerHandle: what you get for a callback, so that you can take it back.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/loop/callback.hpp>

namespace rondo {

/// A callback that was given to `call_soon`: asyncio's `Handle`.
///
/// Copies refer to the same callback. Dropping them all changes nothing: the loop calls it anyway.
/// A handle may outlive its loop. One made without a callback does nothing, and is cancelled.
///
/// Built in chapter 1.
class Handle {
public:
    Handle() = default;
    /// A handle of a callback.
    explicit Handle(Callback& callback) : callback_(callback) {}

    /// Sees to it that the callback is not called, even if it is in the batch that runs right now.
    /// Cancelling twice, or after it was called, does no harm.
    void cancel() const {
        if (!callback_) return;
        callback_->check_thread();
        callback_->revoke();
    }
    /// Whether `cancel` was called.
    bool cancelled() const { return !callback_ || callback_->cancelled(); }

protected:
    Counted<Callback> callback_;
};

/// A callback that was given to `call_later` or `call_at`: asyncio's `TimerHandle`.
///
/// Built in chapter 2.
class TimerHandle : public Handle {
public:
    TimerHandle() = default;
    /// A handle of a timer.
    explicit TimerHandle(TimerCallback& callback) : Handle(callback), when_(callback.when) {}

    /// The deadline.
    TimePoint when() const { return when_; }

private:
    TimePoint when_ = never;
};

}  // namespace rondo
