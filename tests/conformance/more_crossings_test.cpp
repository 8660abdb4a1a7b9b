#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;

void say(std::string text) { print(text); }

namespace many_in_one_turn {

template <class A>
Coro<> work(std::string name, Timeout scope, A awaited) {
    try {
        co_await async_with(scope, [&]() -> Coro<> { co_await awaited; });
    } catch (const TimeoutError&) {
        print(name, "TimeoutError");
    } catch (const CancelledError&) {
        print(name, "CancelledError");
        throw;
    }
}

Coro<> cancels_when_done(Future<> future, Task<> other) {
    co_await future;
    print("the other waiter cancels:", other.cancel());
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    // two tasks wait for the same future: the first time-out cancels it for both
    auto future = loop.create_future();
    const auto a = create_task(work("a", timeout(-1s), future));
    const auto c = create_task(work("c", timeout(-1s), future));
    const auto d = create_task(work("d", timeout(5s), future));
    co_await wait(a, c, d);
    print(a.cancelled(), c.cancelled(), d.cancelled());
    print("requests:", a.cancelling(), c.cancelling(), d.cancelling());

    // the future of one is the task of the other
    const auto inner = create_task(work("inner", timeout(-1s), loop.create_future()));
    const auto outer = create_task(work("outer", timeout(-1s), inner));
    co_await wait(inner, outer);
    print(inner.cancelled(), outer.cancelled());
    print("requests:", inner.cancelling(), outer.cancelling());

    // expiry while the result is on its way
    future = loop.create_future();
    const auto t = create_task(work("late", timeout(std::nullopt), future));
    co_await sleep(0s);
    const auto o = create_task(cancels_when_done(future, t));
    co_await sleep(0s);
    future.set_result();
    co_await wait(t, o);
    print(t.cancelled(), o.cancelled());
}

CONFORMS(timeout_many_in_one_turn) { run(async_main(), options); }

}  // namespace many_in_one_turn

namespace from_callbacks {

Coro<> child(std::string name) {
    struct Finally {
        std::string name;
        ~Finally() { print(name, "finally"); }
    };
    const Finally finally{name};
    try {
        print(name, "starts");
        co_await sleep(5s);
    } catch (const CancelledError& error) {
        print(name, "cancelled", error.message().empty() ? "none" : error.message());
        throw;
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const auto a = create_task(child("a"));
    const auto d = create_task(child("d"));
    // the end of one cancels the other
    a.add_done_callback(
        [d](const AnyFuture&) { print("callback cancels d:", d.cancel("by callback")); });
    d.add_done_callback([](const AnyFuture& t) { print("d is done, cancelled:", t.cancelled()); });
    co_await sleep(0s);
    loop.call_soon(say, "soon");
    a.cancel("by main");
    co_await wait(d);
    // a callback that is added to a task which is already cancelled, but not done
    const auto f = create_task(child("f"));
    f.cancel();
    f.add_done_callback(
        [](const AnyFuture& t) { print("callback of f, cancelled:", t.cancelled()); });
    loop.call_soon(say, "soon 2");
    co_await sleep(0s);
    print("f done:", f.done());
    co_await sleep(0s);
    // cancel from a timer that is due in the turn in which the sleep ends
    const TimePoint t0 = loop.time();
    const auto g = create_task(child("g"));
    co_await sleep(0s);
    loop.call_at(t0 - 2s, [g] { g.cancel("overdue timer"); });
    loop.call_at(t0 - 1s, say, "another overdue timer");
    loop.call_soon(say, "soon 3");
    co_await wait(g);
}

CONFORMS(cancel_from_callbacks) { run(async_main(), options); }

}  // namespace from_callbacks

namespace sleep_results_and_order {

Coro<> child(std::string name, Duration delay, std::string result) {
    const auto got = co_await sleep(delay, result);
    print(name, "got", got);
}

Coro<> worker(int i, std::string& order) {
    for (int j = 0; j < 2; ++j) {
        order += (order.empty() ? "" : " ") + std::to_string(i) + std::to_string(j);
        co_await sleep(0s);
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    std::vector<Task<>> tasks;
    tasks.push_back(create_task(child("a", 0s, "A")));
    tasks.push_back(create_task(child("b", 20ms, "B")));
    tasks.push_back(create_task(child("c", -1s, "C")));
    tasks.push_back(create_task(child("d", 10ms, "D")));
    tasks.push_back(create_task(child("e", 0s, "E")));
    loop.call_soon(say, "soon");
    loop.call_later(0s, say, "later zero");
    loop.call_later(-1s, say, "overdue");
    for (const auto& t : tasks) co_await t;
    std::string order;
    std::vector<Task<>> workers;
    for (int i = 0; i < 3; ++i) workers.push_back(create_task(worker(i, order)));
    co_await gather(workers);
    print(order);
}

CONFORMS(tasks_sleep_results_and_order) { run(async_main(), options); }

}  // namespace sleep_results_and_order

}  // namespace
