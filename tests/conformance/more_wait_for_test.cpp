#include "tests/conformance/conformance.hpp"

#include <string>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

/// The message of a cancellation, "none" if there is none.
std::string message(const CancelledError& error) {
    return error.message().empty() ? "none" : error.message();
}

namespace all_ends {

Coro<std::string> inner(std::string how) {
    if (how == "value") co_return "value";
    if (how == "fails") throw ValueError("inner");
    if (how == "own TimeoutError") throw TimeoutError("own");
    if (how == "cancels itself") {
        current_task().cancel("self");
        co_await sleep(0s);
    }
    if (how == "raises CancelledError") throw CancelledError("by hand");
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        if (how == "fails in clean-up") throw ValueError("clean-up");
        if (how == "value in clean-up") co_return "late value";
        throw;
    }
    co_return "not reached";
}

template <class A>
Coro<> wait_and_tell(std::string how, A awaitable, Duration limit) {
    try {
        const auto value = co_await wait_for(std::move(awaitable), limit);
        print(how, "->", value);
    } catch (const ValueError& error) {
        print(how, "-> ValueError", error.what());
    } catch (const TimeoutError& error) {
        print(how, "-> TimeoutError", error.what() == std::string("own") ? "own" : "of wait_for");
    } catch (const CancelledError& error) {
        print(how, "-> CancelledError", message(error));
        throw;
    }
}

Coro<> attempt(std::string how, Duration limit, bool as_task) {
    if (as_task) {
        auto task = create_task(inner(how));
        co_await sleep(0s);
        co_await wait_and_tell(how, task, limit);
    } else {
        co_await wait_and_tell(how, inner(how), limit);
    }
}

Coro<> async_main() {
    for (const bool as_task : {false, true}) {
        for (const char* how :
             {"value", "fails", "own TimeoutError", "cancels itself", "raises CancelledError",
              "fails in clean-up", "value in clean-up", "times out"}) {
            const auto t = create_task(attempt(how, 5ms, as_task));
            co_await wait(t);
            print("cancelled:", t.cancelled(), "requests:", t.cancelling());
        }
    }
}

CONFORMS(timeout_wait_for_ends) { run(async_main(), options); }

}  // namespace all_ends

namespace zero {

Coro<std::string> inner(std::string how) {
    print("inner starts");
    std::exception_ptr cancelled;
    try {
        co_await sleep(5s);
    } catch (const CancelledError& error) {
        print("inner cancelled", message(error));
        if (how == "swallows") co_return "swallowed";
        if (how == "fails") throw ValueError("clean-up");
        cancelled = std::current_exception();
    }
    co_await sleep(0s);
    print("inner cleaned up");
    std::rethrow_exception(cancelled);
}

template <class A>
Coro<> attempt(std::string label, A awaitable, Duration limit) {
    try {
        const auto value = co_await wait_for(std::move(awaitable), limit);
        print(label, "->", value);
    } catch (const TimeoutError&) {
        print(label, "-> TimeoutError");
    } catch (const ValueError& error) {
        print(label, "-> ValueError", error.what());
    } catch (const CancelledError&) {
        print(label, "-> CancelledError");
    }
}

Coro<Task<std::string>> started(std::string how) {
    const auto t = create_task(inner(how));
    co_await sleep(0s);
    co_return t;
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    co_await attempt("coroutine", inner("never starts"), 0s);
    co_await attempt("negative", inner("never starts"), -1s);
    co_await attempt("task", co_await started("passes on"), 0s);
    co_await attempt("swallowing task", co_await started("swallows"), 0s);
    co_await attempt("failing task", co_await started("fails"), 0s);
    auto future = loop.create_future<std::string>();
    co_await attempt("future", future, 0s);
    print("future cancelled:", future.cancelled());
    future = loop.create_future<std::string>();
    future.set_result("done");
    co_await attempt("done future", future, 0s);
    future = loop.create_future<std::string>();
    future.set_exception(ValueError("failed"));
    co_await attempt("failed future", future, 0s);
    future = loop.create_future<std::string>();
    future.cancel();
    co_await attempt("cancelled future", future, 0s);
    auto t = create_task(inner("not started"));
    co_await attempt("task not started", t, 0s);
    print("cancelled:", t.cancelled());
    t = co_await started("passes on");
    const auto a = create_task(attempt("cancelled outside", t, 0s));
    co_await sleep(0s);
    a.cancel();
    co_await wait(a, t);
    print("requests:", current_task().cancelling(), a.cancelling(), t.cancelling());
}

CONFORMS(timeout_wait_for_zero) { run(async_main(), options); }

}  // namespace zero

namespace crossings {

Coro<std::string> waits(std::string label, Future<std::string> future, Duration limit) {
    try {
        const auto value = co_await wait_for(future, limit);
        print(label, "->", value);
    } catch (const TimeoutError&) {
        print(label, "-> TimeoutError, future cancelled:", future.cancelled());
    } catch (const CancelledError& error) {
        print(label, "-> CancelledError", message(error), "future cancelled:", future.cancelled());
        throw;
    }
    co_return "end of " + label;
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    // the result comes, then somebody cancels, before the waiter resumes
    auto future = loop.create_future<std::string>();
    auto t = create_task(waits("result, cancel", future, 5s));
    co_await sleep(0s);
    future.set_result("value");
    t.cancel("outside");
    co_await wait(t);
    print("cancelled:", t.cancelled(), "requests:", t.cancelling());
    // somebody cancels the future itself
    future = loop.create_future<std::string>();
    t = create_task(waits("future cancelled", future, 5s));
    co_await sleep(0s);
    future.cancel("the future");
    co_await wait(t);
    print("cancelled:", t.cancelled(), "requests:", t.cancelling());
    // the limit, then the result in the same turn
    future = loop.create_future<std::string>();
    t = create_task(waits("limit, result", future, 10ms));
    co_await sleep(0s);
    loop.call_later(20ms, [future] { print("result comes, done:", future.done()); });
    co_await wait(t);
    co_await sleep(30ms);
    // a shielded future survives the limit
    future = loop.create_future<std::string>();
    t = create_task(waits("shielded", shield(future), 10ms));
    co_await wait(t);
    print("shielded future done:", future.done());
    future.set_result("late");
    print(co_await future);
    // nested
    t = create_task(
        waits("outer", create_task(waits("inner", loop.create_future<std::string>(), 5s)), 10ms));
    co_await wait(t);
    t = create_task(
        waits("outer", create_task(waits("inner", loop.create_future<std::string>(), 10ms)), 5s));
    co_await wait(t);
}

CONFORMS(timeout_wait_for_crossings) { run(async_main(), options); }

}  // namespace crossings

}  // namespace
