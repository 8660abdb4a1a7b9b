/// @file
/// try_finally: clean-up that waits.
#pragma once

#include <rondo/groups/async_with.hpp>
#include <rondo/tasks/future.hpp>

#include <concepts>
#include <exception>
#include <type_traits>
#include <utility>

namespace rondo {

/// Clean-up: a coroutine lambda without parameters, or with a std::exception_ptr.
/// Built in chapter 10.
template <class F>
concept CleanUp = AwaitableFunction<F> || AwaitableFunction<F, std::exception_ptr>;

/// The context manager behind try_finally.
/// Built in chapter 10.
template <class F>
class Finally {
public:
    /// What is to run at the end.
    explicit Finally(F clean_up) : clean_up_(std::move(clean_up)) {}
    /// For async_with: nothing has to be done before the block.
    Immediately<Finally&> enter() { return Immediately<Finally&>(*this); }
    /// For async_with: runs the clean-up, and lets the exception go on.
    Coro<bool> exit(std::exception_ptr error) {
        if constexpr (AwaitableFunction<F, std::exception_ptr>)
            co_await clean_up_(std::move(error));
        else
            co_await clean_up_();
        co_return false;
    }

private:
    F clean_up_;
};

/// Runs a block of code and then, however it ended, the clean-up, which may wait: Python's
/// `try: … finally: …`.
///
///     co_await try_finally([&]() -> Coro<> { co_await use(connection); },
///                          [&]() -> Coro<> { co_await connection.close(); });
///
/// The clean-up also runs if the task was cancelled in the block, and the CancelledError goes on
/// after it. A further cancel interrupts the clean-up, too. It does not run if the task is
/// destroyed, with its loop: what must not be missed belongs into a destructor.
/// @param block a coroutine lambda.
/// @param clean_up a coroutine lambda. It may take a std::exception_ptr, which tells how the block
///                 ended: null means well.
/// @return what the block returns.
/// @throws What the clean-up throws, or else what the block threw.
/// Built in chapter 10.
template <class Body, class F>
auto try_finally(Body&& block, F&& clean_up) requires(AwaitableFunction<Body>&& CleanUp<F>) {
    refuse_owning_temporary<Body>();
    refuse_owning_temporary<F>();
    return async_with(Finally<std::decay_t<F>>(std::forward<F>(clean_up)),
                      std::forward<Body>(block));
}
/// Says what try_finally takes, to who gave it something else.
template <class Body, class F>
Future<> try_finally(Body&&, F&&) requires(!(AwaitableFunction<Body> && CleanUp<F>)) {
    constexpr bool both_can_be_awaited = AwaitableFunction<Body> && CleanUp<F>;
    static_assert(
        both_can_be_awaited,
        "try_finally takes two coroutine lambdas: [&]() -> Coro<> { ... }, both uncalled");
    return {};
}

}  // namespace rondo
