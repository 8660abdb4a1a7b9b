/// @file
/// Handlers: functions that take an exception, as a `catch` does.
#pragma once

#include <concepts>
#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

namespace rondo {

/// Whether a `catch (const E&)` would take this exception.
/// Built in chapter 11.
template <class E>
bool is_exception(const std::exception_ptr& exception) {
    try {
        if (exception) std::rethrow_exception(exception);
    } catch (const E&) {
        return true;
    } catch (...) {}
    return false;
}

/// The type that a handler takes; only declared.
template <class Result, class E>
E parameter_of(const std::function<Result(E)>&);
/// The same of one that also asks for what was caught: see try_except.
template <class Result, class E>
E parameter_of(const std::function<Result(E, std::exception_ptr)>&);

/// The type of the exceptions that a handler takes.
template <class F>
using handled_t =
    std::remove_cvref_t<decltype(parameter_of(std::function(std::declval<std::decay_t<F>&>())))>;

/// A function with one parameter, whose type is written out: `[](const IOError& error) { ... }`.
/// Built in chapter 10.
template <class F>
concept Handler = requires(std::decay_t<F>& handler, const handled_t<F>& error) {
    handler(error);
};

}  // namespace rondo
