/// @file
/// Awaitable: what can stand behind `co_await`, and what it gives.
#pragma once

#include <rondo/loop/callback.hpp>
#include <rondo/tasks/coro.hpp>

#include <coroutine>
#include <type_traits>
#include <utility>

namespace rondo {

/// The awaiter of an awaitable, found as the compiler finds it.
/// Built in chapter 8.
template <class A>
decltype(auto) get_awaiter(A&& awaitable) {
    if constexpr (requires { std::forward<A>(awaitable).operator co_await(); })
        return std::forward<A>(awaitable).operator co_await();
    else if constexpr (requires { operator co_await(std::forward<A>(awaitable)); })
        return operator co_await(std::forward<A>(awaitable));
    else
        return std::forward<A>(awaitable);
}

/// Something that can stand behind `co_await`: a Coro, a Future, a Task, what `sleep` gives.
/// Built in chapter 8.
template <class A>
concept Awaitable = requires(A&& awaitable) {
    { get_awaiter(std::forward<A>(awaitable)).await_ready() } -> std::convertible_to<bool>;
    get_awaiter(std::forward<A>(awaitable)).await_resume();
};

/// What `co_await` gives.
/// Built in chapter 8.
template <Awaitable A>
using await_result_t = decltype(get_awaiter(std::declval<A>()).await_resume());

/// A Coro that awaits something.
/// Built in chapter 8.
template <Awaitable A>
Coro<await_result_t<A>> as_coro(A awaitable) {
    co_return co_await std::move(awaitable);
}

/// A function that gives an awaitable, called with these arguments: a coroutine, mostly.
template <class F, class... Args>
concept AwaitableFunction = std::invocable<Stored<F>, std::decay_t<Args>...> &&
    Awaitable<std::invoke_result_t<Stored<F>, std::decay_t<Args>...>>;

/// A Coro that calls a function, and awaits what it gives. It keeps the function: a coroutine
/// lambda refers to its captures where the lambda is.
/// Built in chapter 8.
template <class F, class... Args>
Coro<await_result_t<std::invoke_result_t<F&, Args...>>> call_coro(F function, Args... args) requires
    AwaitableFunction<F, Args...> {
    co_return co_await std::invoke(function, std::move(args)...);
}

/// Refuses, when compiling, a callable that g++ 12 would destroy twice.
///
/// In a `co_await` expression, g++ 12 copies the closure of a lambda bit by bit and destroys both;
/// with a captured std::string that is a double free, and no library can see it happen. Only a
/// function that gives an awaitable has to ask.
/// Built in chapter 8.
template <class F>
constexpr void refuse_owning_temporary() {
    constexpr bool named_or_owns_nothing =
        std::is_lvalue_reference_v<F> || std::is_trivially_destructible_v<std::remove_cvref_t<F>>;
    static_assert(named_or_owns_nothing,
                  "this lambda owns what it captures, and g++ 12 destroys it twice in a co_await "
                  "expression: give the function and its arguments apart, (fn, args...), or name "
                  "the lambda first");
}

}  // namespace rondo
