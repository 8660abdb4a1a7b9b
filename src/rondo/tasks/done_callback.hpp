/// @file
/// DoneCallback, a function that waits for a future or a task to be done.
#pragma once

#include <rondo/base/context.hpp>
#include <rondo/base/counted.hpp>
#include <rondo/base/node.hpp>
#include <rondo/base/pool.hpp>
#include <rondo/loop/callback.hpp>
#include <rondo/tasks/completion.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace rondo {

/// Two of these functions can be told to be the same: function pointers, and whatever has `==` or
/// holds nothing.
template <class F>
concept ComparableFunction =
    std::equality_comparable<std::decay_t<F>> || std::is_empty_v<std::decay_t<F>>;

/// A function that can be called with a handle to a future.
template <class F, class FutureHandle>
concept CallableWith = std::invocable<Stored<F>, FutureHandle>;

/// Refuses, when compiling, a function that cannot be called with a handle to the future, and a
/// coroutine, as refuse_to_call does. Built in chapter 7.
template <class F, class FutureHandle>
constexpr void refuse_wrong_done_callback() {
    static_assert(
        CallableWith<F, FutureHandle>,
        "a done-callback is called with the future: [](rondo::Future<int> future) { ... }");
    if constexpr (CallableWith<F, FutureHandle>) refuse_to_call<Stored<F>, FutureHandle>();
}

/// A function that the loop calls when a future or a task is done.
///
/// Built in chapter 7.
class DoneCallback : public Listener, public Pooled {
public:
    virtual ~DoneCallback() { leave_loop(); }

    void drop() noexcept override { delete this; }
    DoneCallback* as_done_callback() override { return this; }
    void hear() noexcept override;
    /// Whether this is the same function.
    virtual bool is_copy_of(const TypeTag& type, const void* function) const = 0;
    /// Notes what it waits for, which holds this. The loop notes it, too: it may hold what it waits
    /// for, and then nobody else would free the two.
    void refer_to(Completion& completion);
    /// Notes what it was given to, which is done, and holds it.
    void hold(Completion& completion) {
        completion_ = &completion;
        held_ = Counted<Completion>(completion);
    }

    /// It is not going to be called: its loop is being closed.
    void abandon() noexcept;

protected:
    Completion* completion_ = nullptr;
    Counted<Completion> held_;
    Context context_ = Context::current();

private:
    void leave_loop() noexcept;

    DoneCallback* behind_ = nullptr;  // in the loop's list
    DoneCallback** here_ = nullptr;   // what points to it there; nullptr while it waits no more
};

/// The same, with its function in place, which is called with a `FutureHandle`.
///
/// Built in chapter 7.
template <class F, class FutureHandle>
class DoneCallbackOf final : public DoneCallback {
public:
    /// Keeps a function.
    template <class G>
    explicit DoneCallbackOf(G&& function) : function_(std::forward<G>(function)) {}

    void run() noexcept override {
        {
            const Context::Step step(context_);
            try {
                static_cast<void>(function_(FutureHandle(*completion_)));
            } catch (...) {
                report_failed_callback(type_tag<F>);
            }
        }
        delete this;
    }

    std::string describe() const override { return readable_name(type_tag<F>); }
    /// A function may say whom it serves.
    Completion* on_behalf_of() override {
        if constexpr (requires { function_.on_behalf_of(); })
            return function_.on_behalf_of();
        else
            return nullptr;
    }

    bool is_copy_of(const TypeTag& type, const void* function) const override {
        if (!(type == type_tag<F>)) return false;
        if constexpr (std::equality_comparable<F>)
            return function_ == *static_cast<const F*>(function);
        else
            return std::is_empty_v<F>;
    }

private:
    F function_;
};

}  // namespace rondo
