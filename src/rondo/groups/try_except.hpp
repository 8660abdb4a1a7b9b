/// @file
/// try_except: an exception is handled, and that waits.
#pragma once

#include <rondo/groups/handler.hpp>
#include <rondo/tasks/awaitable.hpp>
#include <rondo/tasks/frame.hpp>
#include <rondo/tasks/future.hpp>

#include <concepts>
#include <exception>
#include <type_traits>
#include <utility>

namespace rondo {

/// What a coroutine lambda without parameters gives.
template <AwaitableFunction F>
using block_result_t = await_result_t<std::invoke_result_t<Stored<F>>>;

/// A handler that also takes what was caught, to throw it on.
/// Built in chapter 10.
template <class F>
concept MayThrowOn = requires(std::decay_t<F>& handler, const handled_t<F>& error,
                              std::exception_ptr caught) {
    handler(error, caught);
};

/// Calls a handler of either kind.
/// Built in chapter 10.
template <class F>
auto call_handler(F& handler, const handled_t<F>& error,
                  const std::exception_ptr& caught) requires(Handler<F> || MayThrowOn<F>) {
    if constexpr (MayThrowOn<F>)
        return handler(error, caught);
    else
        return handler(error);
}

/// A handler that is a coroutine, and gives what the block of code gives.
/// Built in chapter 10.
template <class F, class Body>
concept HandlerFor = AwaitableFunction<Body> &&
    requires(std::decay_t<F>& handler, const handled_t<F>& error, std::exception_ptr caught) {
    { call_handler(handler, error, caught) } -> Awaitable;
    requires std::convertible_to<await_result_t<decltype(call_handler(handler, error, caught))>,
                                 block_result_t<Body>>;
};

/// From now on, each step of a coroutine is made within a `catch` of this exception: `throw;`
/// throws it on, as it would in a handler that cannot wait.
/// Built in chapter 10.
void step_within_catch(Frame& frame, std::exception_ptr caught);

/// Calls a handler within a `catch` of what it handles; the coroutine that it gives stays in there.
/// Built in chapter 10.
template <class F>
auto handle_within_catch(F& handler, const std::exception_ptr& caught) {
    try {
        std::rethrow_exception(caught);
    } catch (const handled_t<F>& error) {
        using Handling = decltype(call_handler(handler, error, caught));
        if constexpr (IsCoro<Handling>::value) {
            Handling handling = call_handler(handler, error, caught);
            if (Frame* const frame = handling.frame()) step_within_catch(*frame, caught);
            return handling;
        } else {
            return call_handler(handler, error, caught);
        }
    }
}

/// The coroutine behind try_except.
template <class Body, class F>
Coro<block_result_t<Body>> run_except(Body block, F handler) {
    std::exception_ptr caught;  // keeps alive what the handler refers to
    try {
        co_return co_await block();
    } catch (const handled_t<F>&) {
        caught = std::current_exception();
    }
    // Outside of the handler, because the language does not allow to wait in one.
    co_return co_await handle_within_catch(handler, caught);
}

/// Runs a block of code, and if it throws an exception of a certain type, a handler, which may
/// wait: Python's `try: … except E as error: …`.
///
///     int answer = co_await try_except(
///         [&]() -> Coro<int> { co_return co_await ask(near); },
///         [&](const TimeoutError&) -> Coro<int> { co_return co_await ask(far); });
///
/// `throw;` in the handler throws the exception on, also after it has waited. A coroutine that the
/// handler awaits is outside of it: there, `throw;` ends the program. Whoever wants to throw the
/// exception on from there, or to keep it, takes it as a second parameter:
/// `[&](const E& error, std::exception_ptr caught) -> Coro<> { …; std::rethrow_exception(caught);
/// }`
/// @param block a coroutine lambda.
/// @param handler a coroutine lambda that takes `const E&`, perhaps a std::exception_ptr besides,
///                and gives what the block gives.
/// @return what the block returns, or else the handler.
/// @throws What the handler throws; what the block throws, if it is no E.
/// Built in chapter 10.
template <class Body, class F>
auto try_except(Body&& block, F&& handler) requires HandlerFor<F, Body> {
    refuse_owning_temporary<Body>();
    refuse_owning_temporary<F>();
    return run_except<std::decay_t<Body>, std::decay_t<F>>(std::forward<Body>(block),
                                                           std::forward<F>(handler));
}
/// Says what try_except takes, to who gave it something else.
template <class Body, class F>
Future<> try_except(Body&&, F&&) requires(!HandlerFor<F, Body>) {
    static_assert(HandlerFor<F, Body>,
                  "try_except takes two coroutine lambdas that give the same type: "
                  "[&]() -> Coro<T> { ... }, and [&](const E& error) -> Coro<T> { ... }");
    return {};
}

}  // namespace rondo
