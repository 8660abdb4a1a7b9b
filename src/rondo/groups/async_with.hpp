/// @file
/// async_with: Python's `async with`, for what has a beginning and an end.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/base/slot.hpp>
#include <rondo/tasks/awaitable.hpp>

#include <concepts>
#include <coroutine>
#include <exception>
#include <type_traits>
#include <utility>

namespace rondo {

/// An awaitable that never waits: for a context manager that has nothing to wait for.
/// Built in chapter 10.
template <class T>
class Immediately {
public:
    /// What there is at once.
    explicit Immediately(T value) : value_(std::forward<T>(value)) {}
    bool await_ready() const noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    T await_resume() { return std::forward<T>(value_); }

private:
    T value_;
};

/// Something that a block of code can be put into: Python's asynchronous context manager.
///
/// `co_await enter()` gives what the block is called with. `co_await exit(error)` is told how the
/// block ended (null: well); it may throw another exception instead, or give true to swallow it.
/// Built in chapter 10.
template <class M>
concept ContextManager = requires(M& manager, const std::exception_ptr& error) {
    { manager.enter() } -> Awaitable;
    { manager.exit(error) } -> Awaitable;
};

/// What a block of code is called with.
template <ContextManager M>
using entered_t = await_result_t<decltype(std::declval<M&>().enter())>;

/// Calls the block of code of an async_with: with what was entered, or with nothing.
template <ContextManager M, class Body>
decltype(auto) call_body(Body& body,
                         entered_t<M> entered) requires(std::invocable<Body&, entered_t<M>> ||
                                                        std::invocable<Body&>) {
    if constexpr (std::invocable<Body&, entered_t<M>>)
        return body(std::forward<entered_t<M>>(entered));
    else
        return body();
}

/// A coroutine lambda that can be the block of code of an async_with.
template <class Body, class M>
concept BodyFor = ContextManager<M> && requires(std::decay_t<Body>& body, entered_t<M> entered) {
    { call_body<M>(body, std::forward<entered_t<M>>(entered)) } -> Awaitable;
};

/// The coroutine behind async_with. `M` is a reference if the manager is to be used afterwards.
template <class M, class Body>
auto run_with(M its_manager, Body body)
    -> Coro<await_result_t<decltype(call_body<std::remove_reference_t<M>>(
        body, std::declval<entered_t<std::remove_reference_t<M>>>()))>> {
    using Manager = std::remove_reference_t<M>;
    using Result =
        await_result_t<decltype(call_body<Manager>(body, std::declval<entered_t<Manager>>()))>;
    Manager& manager = its_manager;
    Slot<Result> result;
    std::exception_ptr error;

    entered_t<Manager> entered = co_await manager.enter();
    try {
        if constexpr (std::is_void_v<Result>)
            co_await call_body<Manager>(body, std::forward<entered_t<Manager>>(entered));
        else
            result.set(
                co_await call_body<Manager>(body, std::forward<entered_t<Manager>>(entered)));
    } catch (...) {
        error = std::current_exception();
    }
    // Outside of the handler, because the language does not allow to wait in one.
    const bool swallowed = co_await manager.exit(error);
    if (error && !swallowed) std::rethrow_exception(error);
    if constexpr (!std::is_void_v<Result>) {
        if (error)
            throw RuntimeError("async_with: the block has no result, its exception was swallowed");
        co_return result.take();
    }
}

/// Runs a block of code between the beginning and the end of a context manager, as Python's
/// `async with` does:
///
///     co_await async_with(timeout(20ms), [&](Timeout& scope) -> Coro<> { ... });
///
/// @param manager a timeout, a TaskGroup, a Lock. One that has a name can be looked at afterwards.
/// @param body a coroutine lambda, called with what `enter` gives, or with nothing. It may capture
///             by reference. One that owns what it captures must have a name (g++ 12 would destroy
///             it twice), and this is refused otherwise.
/// @return what the body returns.
/// @throws What the body throws, or what the manager makes of it.
/// Built in chapter 10.
template <class M, class Body>
auto async_with(M&& manager, Body&& body) requires BodyFor<Body, std::remove_cvref_t<M>> {
    refuse_owning_temporary<Body>();
    return run_with<M, std::decay_t<Body>>(std::forward<M>(manager), std::forward<Body>(body));
}
/// Says what async_with takes, to who gave it something else.
template <class M, class Body>
Coro<> async_with(M&&, Body&&) requires(!BodyFor<Body, std::remove_cvref_t<M>>) {
    static_assert(BodyFor<Body, std::remove_cvref_t<M>>,
                  "async_with takes a context manager and a coroutine lambda, which says what it "
                  "returns: [&](TaskGroup& group) -> Coro<> { ... }");
    std::terminate();
}

}  // namespace rondo
