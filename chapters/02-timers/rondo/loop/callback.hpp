/// @file
/// Callback, a function that waits for its turn, with its arguments.
#pragma once

#include <rondo/base/node.hpp>
#include <rondo/base/timer_node.hpp>

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace rondo {

class EventLoop;

/// What `call_soon` and its like accept: something that can be called with these arguments.
template <class F, class... Args>
concept Callable = std::invocable<std::decay_t<F>, std::decay_t<Args>...>;

/// Tells the running loop about the exception that is being handled.
void report_failed_callback() noexcept;

/// A function that the loop will call: what a Handle refers to.
///
/// It is counted: the queue holds it, and so does each Handle. When it has run, or was cancelled,
/// the function and what it captured are gone, whoever holds a Handle still.
///
/// Built in chapter 1.
class Callback : public Node {
public:
    bool cancelled() const { return state_ == State::cancelled; }
    /// Sees to it that the function is not called (any more).
    virtual void revoke() noexcept;

    void drop() noexcept override;

    void retain() { ++count_; }
    void release() noexcept {
        if (--count_ == 0) delete this;
    }

protected:
    enum class State : std::uint8_t { waiting, called, cancelled };

    virtual ~Callback() = default;

    /// Destroys the function, which was not called and will not be.
    virtual void discard() noexcept = 0;

    State state_ = State::waiting;

private:
    std::uint32_t count_ = 0;
};

/// A callback that waits for a moment: what a TimerHandle refers to.
///
/// Built in chapter 2.
class TimerCallback : public Callback, public TimerNode {
public:
    TimerCallback(EventLoop& loop, TimePoint deadline) : TimerNode(deadline), loop_(&loop) {}

    void revoke() noexcept override;
    void drop() noexcept override { Callback::drop(); }

private:
    EventLoop* loop_;  // there for as long as this is armed
};

/// A callback with its function in place. `Base` is Callback or TimerCallback.
///
/// Built in chapter 1.
template <class F, class Base>
class CallbackOf final : public Base {
public:
    template <class... BaseArgs>
    explicit CallbackOf(F&& function, BaseArgs&&... base)
        : Base(std::forward<BaseArgs>(base)...), function_(std::move(function)) {}

    void run() noexcept override {
        if (this->state_ == Base::State::waiting) {
            this->state_ = Base::State::called;
            try {
                (*std::move(function_))();
            } catch (...) {
                report_failed_callback();
            }
            discard();
        }
        this->release();  // the queue's share
    }

protected:
    void discard() noexcept override { function_.reset(); }

private:
    std::optional<F> function_;
};

/// A function with its arguments, as one thing that is called with none.
template <class F, class... Args>
auto bind_arguments(F&& function, Args&&... args) {
    if constexpr (sizeof...(Args) == 0) {
        return std::decay_t<F>(std::forward<F>(function));
    } else {
        return [bound = std::tuple<std::decay_t<F>, std::decay_t<Args>...>(
                    std::forward<F>(function), std::forward<Args>(args)...)]() mutable {
            std::apply(
                [](auto& f, auto&... values) { std::invoke(std::move(f), std::move(values)...); },
                bound);
        };
    }
}

}  // namespace rondo
