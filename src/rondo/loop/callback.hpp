/// @file
/// Callback, a function that waits for its turn, with its arguments.
#pragma once

#include <rondo/base/context.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/node.hpp>
#include <rondo/base/pool.hpp>
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
template <class T>
class Coro;

/// Whether a type is that of a coroutine. Built in chapter 9.
template <class T>
struct IsCoro : std::false_type {};
template <class T>
struct IsCoro<Coro<T>> : std::true_type {};

/// A function or an argument where it is stored, to be used again and again.
template <class F>
using Stored = std::add_lvalue_reference_t<std::decay_t<F>>;

/// What `call_soon` and its like accept: something that can be called with these arguments.
template <class F, class... Args>
concept Callable = std::invocable<std::decay_t<F>, std::decay_t<Args>...>;

/// What `add_reader` and its like accept: something that can be called again and again.
template <class F, class... Args>
concept RepeatedlyCallable = std::invocable<Stored<F>, Stored<Args>...>;

/// A function of which calling only makes a coroutine.
template <class F, class... Args>
concept MakesCoro = IsCoro<std::invoke_result_t<F, Args...>>::value;

/// Refuses, when compiling, a function that cannot be called with these arguments, and a coroutine,
/// of which nobody would hold what the call gives. Built in chapter 9.
template <class F, class... Args>
constexpr void refuse_to_call() {
    static_assert(std::invocable<F, Args...>,
                  "this function cannot be called with these arguments (those that it has defaults "
                  "for count, too): give a lambda, [task] { task.cancel(); }");
    static_assert(!MakesCoro<F, Args...>,
                  "a callback's result is dropped, and a coroutine does nothing until it is "
                  "awaited: give a lambda, [] { rondo::create_task(f()); }");
}

/// Tells the running loop about the exception that is being handled, and whose it is.
void report_failed_callback(const TypeTag& function) noexcept;

/// A function that the loop will call: what a Handle refers to.
///
/// It is counted: the queue holds it, and so does each Handle. When it has run, or was cancelled,
/// the function and what it captured are gone, whoever holds a Handle still.
///
/// Built in chapter 1.
class Callback : public Node {
public:
    /// Whether it was taken back before it was called.
    bool cancelled() const { return state_ == State::cancelled; }
    /// Sees to it that the function is not called (any more).
    virtual void revoke() noexcept;
    /// While it waits: see EventLoop::check_thread. Built in chapter 15.
    void check_thread() const;

    void drop() noexcept override;

    void retain() { ++count_; }
    void release() noexcept {
        if (let_go()) delete this;
    }

protected:
    enum class State : std::uint8_t { waiting, called, cancelled };

    Callback() = default;
    explicit Callback(EventLoop& loop) : loop_(&loop) {}
    virtual ~Callback() = default;

    /// One holder less. Whether it was the last.
    bool let_go() { return --count_ == 0; }
    /// Destroys the function, which was not called and will not be.
    virtual void discard() noexcept = 0;

    State state_ = State::waiting;

private:
    std::uint32_t count_ = 0;

protected:
    EventLoop* loop_ = nullptr;  // of one that has a handle; there for as long as this waits
    Context context_ = Context::current();
};

/// A callback that waits for a moment: what a TimerHandle refers to.
///
/// Built in chapter 2.
class TimerCallback : public Callback, public TimerNode {
public:
    /// A callback that is to be called at a moment.
    TimerCallback(EventLoop& loop, TimePoint deadline) : Callback(loop), TimerNode(deadline) {}

    void revoke() noexcept override;
    void drop() noexcept override { Callback::drop(); }
};

/// A callback with its function in place. `Base` is Callback or TimerCallback.
///
/// Built in chapter 1.
template <class F, class Base>
class CallbackOf final : public Base, public Pooled {
public:
    /// Keeps a function, and passes the rest on to the base.
    template <class... BaseArgs>
    explicit CallbackOf(F&& function, BaseArgs&&... base)
        : Base(std::forward<BaseArgs>(base)...), function_(std::move(function)) {}
    ~CallbackOf() override {
        if (this->state_ == Base::State::waiting) function_.~F();
    }

    /// Calls the function.
    void run() noexcept override {
        if (this->state_ == Base::State::waiting) {
            this->state_ = Base::State::called;
            const Context::Step step(this->context_);
            try {
                static_cast<void>(std::move(function_)());
            } catch (...) {
                report_failed_callback(type_tag<F>);
            }
            discard();
        }
        if (this->let_go()) delete this;  // the queue's share
    }

    /// The type of the function.
    std::string describe() const override { return readable_name(type_tag<F>); }

protected:
    void discard() noexcept override { function_.~F(); }

private:
    union {  // so that it can be destroyed before this is
        F function_;
    };
};

/// A callback for a descriptor that is ready: it is called again and again, and the loop holds it.
///
/// Built in chapter 3.
template <class F>
class WatchOf final : public Callback, public Pooled {
public:
    /// Keeps a function.
    explicit WatchOf(F&& function) : function_(std::move(function)) {}

    void run() noexcept override {
        if (cancelled()) return;
        running_ = true;
        const Context::Step step(context_);
        try {
            static_cast<void>((*function_)());
        } catch (...) {
            report_failed_callback(type_tag<F>);
        }
        running_ = false;
        if (cancelled()) function_.reset();
    }
    void drop() noexcept override {}
    std::string describe() const override { return readable_name(type_tag<F>); }

protected:
    void discard() noexcept override {
        if (!running_) function_.reset();
    }

private:
    bool running_ = false;
    std::optional<F> function_;
};

/// A function with its arguments, as one thing that is called with none.
template <class F, class... Args>
auto bind_arguments(F&& function, Args&&... args) {
    refuse_to_call<std::decay_t<F>, std::decay_t<Args>...>();
    if constexpr (!Callable<F, Args...>) {
        return [] {};  // or the compiler would say it again, at length
    } else if constexpr (sizeof...(Args) == 0) {
        return std::decay_t<F>(std::forward<F>(function));
    } else {
        return [bound = std::tuple<std::decay_t<F>, std::decay_t<Args>...>(
                    std::forward<F>(function), std::forward<Args>(args)...)]() mutable {
            std::apply(
                [](auto& f, auto&... values) {
                    static_cast<void>(std::invoke(std::move(f), std::move(values)...));
                },
                bound);
        };
    }
}

/// The same, for one that is called again and again, and keeps its arguments.
template <class F, class... Args>
auto bind_repeated(F&& function, Args&&... args) {
    refuse_to_call<Stored<F>, Stored<Args>...>();
    if constexpr (!RepeatedlyCallable<F, Args...>) {
        return [] {};
    } else {
        return [bound = std::tuple<std::decay_t<F>, std::decay_t<Args>...>(
                    std::forward<F>(function), std::forward<Args>(args)...)]() mutable {
            std::apply(
                [](auto& f, auto&... values) { static_cast<void>(std::invoke(f, values...)); },
                bound);
        };
    }
}

}  // namespace rondo
