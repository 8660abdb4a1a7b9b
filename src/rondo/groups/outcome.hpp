/// @file
/// Outcome: how something ended, the result or the exception.
#pragma once

#include <rondo/base/slot.hpp>
#include <rondo/tasks/future.hpp>

#include <exception>
#include <type_traits>
#include <utility>
#include <variant>

namespace rondo {

/// A result where there must be a value: nothing becomes a std::monostate.
template <class T>
using Value = std::conditional_t<std::is_void_v<T>, std::monostate, std::remove_cvref_t<T>>;

/// Whether nobody else can ask for the result: of a Coro, gather and shield make their own task.
/// The result of a future or a task is copied, where that can be done.
template <class A>
inline constexpr bool results_are_ours = !std::derived_from<std::remove_cvref_t<A>, AnyFuture>;

/// How something ended: what `gather(return_exceptions, …)` gives for each.
///
/// Built in chapter 11.
template <class T>
class Outcome {
public:
    // No constructors: a result may be of any type, also an exception, or convert to anything.
    /// It ended well.
    static Outcome finished(Value<T> value) {
        Outcome outcome;
        outcome.value_.set(std::move(value));
        return outcome;
    }
    /// It ended with an exception, which may be a CancelledError.
    static Outcome failed(std::exception_ptr exception) {
        Outcome outcome;
        outcome.exception_ = std::move(exception);
        return outcome;
    }

    /// Whether there is a result.
    bool has_value() const { return !exception_; }
    /// The same.
    explicit operator bool() const { return has_value(); }
    /// The result. @throws The exception, if there is one.
    const Value<T>& value() const {
        if (exception_) std::rethrow_exception(exception_);
        return value_.get();
    }
    /// The exception, or null.
    const std::exception_ptr& exception() const { return exception_; }

private:
    Outcome() = default;

    Slot<Value<T>> value_;
    std::exception_ptr exception_;
};

/// An outcome can be copied if its result can be.
template <class T>
inline constexpr bool is_copyable<Outcome<T>> = is_copyable<Value<T>>;

/// How to take the result out of a child.
/// Built in chapter 11.
/// @tparam T what the child gives.
/// @tparam moves whether nobody else can ask for it.
template <class T, bool moves>
struct TakesResult {
    /// The result.
    static Value<T> value(const AnyFuture& child) {
        if constexpr (std::is_void_v<T>) {
            return {};
        } else {
            auto& result = *static_cast<Slot<T>*>(child.state().result_place());
            if constexpr (!moves && is_copyable<Value<T>>)
                return copy_as_is_copyable_says<Value<T>>(result.get());
            else
                return result.take();
        }
    }
    /// The result or the exception.
    static Outcome<T> outcome(const AnyFuture& child) {
        child.state().mark_retrieved();
        if (const auto& error = child.state().error()) return Outcome<T>::failed(error);
        return Outcome<T>::finished(value(child));
    }
};

}  // namespace rondo
