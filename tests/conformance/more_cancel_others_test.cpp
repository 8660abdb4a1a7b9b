#include "tests/conformance/conformance.hpp"

#include <exception>
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

namespace chain_swallowed_in_the_middle {

Coro<> inner() {
    std::exception_ptr cancelled;
    try {
        co_await sleep(5s);
    } catch (const CancelledError& error) {
        print("inner cancelled", error.message());
        cancelled = std::current_exception();
    }
    if (cancelled) {
        co_await sleep(0s);
        std::rethrow_exception(cancelled);
    }
}

Coro<std::string> middle(Task<> t) {
    try {
        co_await t;
    } catch (const CancelledError& error) {
        print("middle swallows", error.message(), "requests:", current_task().cancelling());
    }
    co_return "middle value";
}

Coro<std::string> outer(Task<std::string> t) {
    const auto value = co_await t;
    print("outer got", value, "requests:", current_task().cancelling());
    co_await sleep(0s);
    print("outer slept");
    co_return "outer value";
}

Coro<> async_main() {
    const auto i = create_task(inner());
    const auto m = create_task(middle(i));
    const auto o = create_task(outer(m));
    co_await sleep(0s);
    co_await sleep(0s);
    print("cancel:", o.cancel("stop"));
    print("requests:", i.cancelling(), m.cancelling(), o.cancelling());
    print(co_await o);
    print(i.cancelled(), m.cancelled(), o.cancelled());
}

CONFORMS(cancel_chain_swallowed_in_the_middle) { run(async_main(), options); }

}  // namespace chain_swallowed_in_the_middle

namespace crosses_the_end_of_the_child {

Coro<std::string> child(int turns, bool fail) {
    for (int i = 0; i < turns; ++i) co_await sleep(0s);
    print("child ends");
    if (fail) throw ValueError("child failed");
    co_return "child value";
}

Coro<> parent(Task<std::string> t) {
    try {
        const auto value = co_await t;
        print("parent got", value);
    } catch (const ValueError& error) {
        print("parent caught", error.what());
    } catch (const CancelledError&) {
        print("parent cancelled, child done:", t.done(), "child cancelled:", t.cancelled());
        throw;
    }
    co_await sleep(0s);
    print("parent ends");
}

Coro<> async_main() {
    // In one round nobody looks at the child's failure.
    get_running_loop().set_exception_handler([](EventLoop&, const ErrorContext&) {});
    for (const bool fail : {false, true}) {
        for (int turns = 0; turns < 5; ++turns) {
            const auto c = create_task(child(2, fail));
            const auto p = create_task(parent(c));
            for (int i = 0; i < turns; ++i) co_await sleep(0s);
            print("turns", turns, "cancel:", p.cancel());
            co_await wait(p, c);
            print("parent cancelled:", p.cancelled(), "child cancelled:", c.cancelled(),
                  "requests:", p.cancelling(), c.cancelling());
        }
    }
}

CONFORMS(cancel_crosses_the_end_of_the_child) { run(async_main(), options); }

}  // namespace crosses_the_end_of_the_child

namespace crosses_a_timer {

Coro<> waiter(Future<std::string> future) {
    try {
        const auto value = co_await future;
        print("waiter got", value);
    } catch (const CancelledError&) {
        print("waiter cancelled");
        throw;
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const TimePoint t0 = loop.time();
    auto future = loop.create_future<std::string>();
    auto w = create_task(waiter(future));
    co_await sleep(0s);
    loop.call_at(t0 - 3s, [future] { future.set_result("value"); });
    loop.call_at(t0 - 2s, [w] { print("timer cancels:", w.cancel()); });
    co_await wait(w);
    print("cancelled:", w.cancelled(), "future:", future.result());

    future = loop.create_future<std::string>();
    w = create_task(waiter(future));
    co_await sleep(0s);
    loop.call_at(t0 - 3s, [w] { print("timer cancels:", w.cancel()); });
    loop.call_at(t0 - 2s, [future] { print("future done:", future.done()); });
    co_await wait(w);
    print("cancelled:", w.cancelled(), "future cancelled:", future.cancelled());
}

CONFORMS(cancel_crosses_a_timer) { run(async_main(), options); }

}  // namespace crosses_a_timer

namespace several_in_one_turn {

Coro<> child(std::string name) {
    try {
        co_await sleep(5s);
    } catch (const CancelledError& error) {
        print(name, "cancelled", message(error));
        throw;
    }
}

Coro<> watcher(std::string name, Task<> t) {
    try {
        co_await t;
    } catch (const CancelledError& error) {
        print(name, "sees", message(error), "requests:", current_task().cancelling());
        throw;
    }
}

Coro<> async_main() {
    auto c = create_task(child("c"));
    auto w = create_task(watcher("w", c));
    auto v = create_task(watcher("v", w));
    for (int i = 0; i < 3; ++i) co_await sleep(0s);
    c.cancel("first, to the child");
    w.cancel("second, to the watcher");
    v.cancel("third, to the watcher's watcher");
    print("requests:", c.cancelling(), w.cancelling(), v.cancelling());
    co_await wait(v);
    print(c.cancelled(), w.cancelled(), v.cancelled());

    c = create_task(child("c"));
    w = create_task(watcher("w", c));
    v = create_task(watcher("v", w));
    for (int i = 0; i < 3; ++i) co_await sleep(0s);
    v.cancel("first, to the watcher's watcher");
    c.cancel("second, to the child");
    print("requests:", c.cancelling(), w.cancelling(), v.cancelling());
    co_await wait(v);
}

CONFORMS(cancel_several_in_one_turn) { run(async_main(), options); }

}  // namespace several_in_one_turn

namespace awaited_again {

Coro<> waiter(std::string name, Future<> future) {
    try {
        co_await future;
    } catch (const CancelledError& error) {
        print(name, error.message());
    }
}

Coro<> async_main() {
    const auto future = get_running_loop().create_future();
    const auto first = create_task(waiter("first", future));
    co_await sleep(0s);
    future.cancel("of a future");
    for (int i = 0; i < 2; ++i) {
        try {
            co_await future;
        } catch (const CancelledError& error) {
            print("await", i, error.message());
        }
    }
    try {
        future.result();
    } catch (const CancelledError& error) {
        print("result", error.message());
    }
    try {
        future.exception();
    } catch (const CancelledError& error) {
        print("exception", error.message());
    }
    co_await first;
}

CONFORMS(cancel_awaited_again) { run(async_main(), options); }

}  // namespace awaited_again

}  // namespace
