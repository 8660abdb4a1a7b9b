#include "tests/conformance/conformance.hpp"

#include <functional>
#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

using Strings = Future<std::string>;

/// The result, or "TimeoutError".
Coro<std::string> ends(Coro<std::string> next) {
    try {
        co_return co_await next;
    } catch (const TimeoutError&) {}
    co_return "TimeoutError";
}

namespace original_tasks {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    if (name == "b") throw ValueError("b failed");
    co_return name;
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    {
        const std::vector tasks{create_task(child("a", 50ms), "task a"),
                                create_task(child("b", 10ms), "task b"),
                                create_task(child("c", 30ms), "task c")};
        tasks[2].add_done_callback([first = tasks[0]](const AnyFuture&) { first.cancel(); });
        auto completed = as_completed(tasks);
        while (const auto t = co_await completed.next())
            print(t.get_name(), t == tasks[0] ? "first" : "not first",
                  t.done() ? "done" : "pending", t.cancelled() ? "cancelled" : "not cancelled");
        print("end");
    }

    const Strings future = loop.create_future<std::string>();
    loop.call_later(20ms, [future] { future.set_result("future"); });
    const auto late = create_task(child("late", 50ms));
    try {
        auto completed = as_completed({.timeout = 30ms}, child("d", 10ms), future, late);
        while (const auto f = co_await completed.next())
            print(f.result(), f == future ? "is the future" : "is not");
    } catch (const TimeoutError&) {
        print("TimeoutError");
    }
    const std::string result = co_await late;
    print(result);

    auto completed = as_completed(child("e", 0s));
    const auto e = co_await completed.next();
    print(e.result());
    for (int i = 0; i < 2; ++i)
        if (!co_await completed.next()) print("no more");
}

CONFORMS(as_completed_original_tasks) { run(async_main(), options); }

}  // namespace original_tasks

namespace of_done {

int turn = 0;

void count(EventLoop& loop) {
    ++turn;
    loop.call_soon(count, std::ref(loop));
}

Coro<std::string> value(std::string v) { co_return v; }

Coro<> async_main() {
    turn = 0;
    EventLoop& loop = get_running_loop();
    loop.call_soon(count, std::ref(loop));
    co_await sleep(0s);

    const Strings done = loop.create_future<std::string>();
    done.set_result("done");
    int before = turn;
    for (auto next_one : as_completed(done)) {
        const std::string result = co_await next_one;
        print(result, "turns:", turn - before);
    }

    before = turn;
    for (auto next_one : as_completed(value("coroutine"))) {
        const std::string result = co_await next_one;
        print(result, "turns:", turn - before);
    }

    const auto t = create_task(value("task"));
    before = turn;
    for (auto next_one : as_completed(t, done, t, done)) {
        co_await next_one;
        print("turns:", turn - before);
    }

    std::vector<Task<std::string>> tasks;
    for (const char* v : {"a", "b", "c"}) tasks.push_back(create_task(value(v)));
    const auto completed = as_completed(tasks);
    for (int i = 0; i < 3; ++i) co_await sleep(0s);
    before = turn;
    for (auto next_one : completed) co_await next_one;
    print("all there, turns:", turn - before);

    const std::vector<Strings> nothing;
    for (auto next_one : as_completed(nothing)) {
        print("never printed");
        co_await next_one;
    }
    for (auto next_one : as_completed(nothing, {.timeout = 0s})) {
        print("never printed");
        co_await next_one;
    }
    print("end");
}

CONFORMS(as_completed_of_done) { run(async_main(), options); }

}  // namespace of_done

namespace times_out {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    co_return name;
}

Coro<std::string> slow() {
    co_await sleep(20ms);
    print("slow ends");
    co_return "slow";
}

/// Goes through all, and prints how each ends.
Coro<> print_ends(AsCompleted<Strings> completed) {
    for (auto next_one : completed) {
        const std::string end = co_await ends(std::move(next_one));
        print(end);
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    std::vector<Task<std::string>> tasks;
    tasks.push_back(create_task(child("a", 10ms)));
    tasks.push_back(create_task(child("b", 20ms)));
    tasks.push_back(create_task(child("c", 5s)));
    const auto completed = as_completed(tasks, {.timeout = 40ms});
    co_await sleep(60ms);
    for (auto next_one : completed) {
        const std::string end = co_await ends(std::move(next_one));
        print(end);
    }
    print("cancelled:", tasks[2].cancelled());
    tasks[2].cancel();

    const Strings done = loop.create_future<std::string>();
    done.set_result("done");
    co_await print_ends(as_completed({.timeout = 0s}, done));
    const Strings pending = loop.create_future<std::string>();
    co_await print_ends(as_completed({.timeout = 0s}, pending));
    co_await print_ends(as_completed({.timeout = -1s}, pending));

    const Strings first = loop.create_future<std::string>();
    loop.call_later(10ms, [first] { first.set_result("result"); });
    loop.call_later(10ms, [] {});
    auto both = as_completed({.timeout = 20ms}, first, pending);
    loop.call_later(30ms, [pending] { pending.set_result("too late"); });
    co_await print_ends(both);
    const std::string late = co_await pending;
    print(late);

    for (auto next_one : as_completed({.timeout = 10ms}, slow())) {
        const std::string end = co_await ends(std::move(next_one));
        print(end);
    }
    co_await sleep(30ms);
}

CONFORMS(as_completed_times_out) { run(async_main(), options); }

}  // namespace times_out

namespace asked_at_once {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    co_return name;
}

Coro<> reader(std::string who, Coro<std::string> next_one) {
    try {
        const std::string got = co_await next_one;
        print(who, "got", got);
    } catch (const CancelledError&) {
        print(who, "cancelled");
        throw;
    } catch (const TimeoutError&) {
        print(who, "TimeoutError");
    }
}

template <class Completed>
std::vector<Coro<std::string>> list(const Completed& completed) {
    std::vector<Coro<std::string>> all;
    for (auto next_one : completed) all.push_back(std::move(next_one));
    return all;
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    auto nexts = list(as_completed(child("a", 30ms), child("b", 10ms), child("c", 20ms)));
    print("asked for", nexts.size());
    co_await gather(reader("x", std::move(nexts[2])), reader("y", std::move(nexts[0])),
                    reader("z", std::move(nexts[1])));

    nexts = list(as_completed(child("d", 10ms), child("e", 20ms)));
    auto x = create_task(reader("x", std::move(nexts[0])));
    auto y = create_task(reader("y", std::move(nexts[1])));
    co_await sleep(0s);
    x.cancel();
    co_await wait(x, y);

    const std::vector futures{loop.create_future<std::string>(), loop.create_future<std::string>()};
    nexts = list(as_completed(futures));
    x = create_task(reader("x", std::move(nexts[0])));
    y = create_task(reader("y", std::move(nexts[1])));
    co_await sleep(0s);
    futures[1].set_result("second");
    loop.call_soon([x] { x.cancel(); });
    co_await wait(x, y);
    futures[0].cancel();

    const Strings one = loop.create_future<std::string>();
    const Strings other = loop.create_future<std::string>();
    nexts = list(as_completed({.timeout = 10ms}, one, other));
    co_await gather(reader("x", std::move(nexts[0])), reader("y", std::move(nexts[1])));
}

CONFORMS(as_completed_asked_at_once) { run(async_main(), options); }

}  // namespace asked_at_once

namespace of_cancelled {

Coro<std::string> child(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
    } catch (const CancelledError&) {
        print("child", name, "cancelled");
        throw;
    }
    print("child", name, "ends");
    co_return name;
}

Coro<> consumer(std::vector<Task<std::string>> tasks) {
    for (auto next_one : as_completed(tasks)) {
        try {
            const std::string got = co_await next_one;
            print("got", got);
        } catch (const CancelledError&) {
            print("CancelledError, requests:", current_task().cancelling());
        }
    }
}

Coro<> async_main() {
    std::vector<Task<std::string>> tasks;
    tasks.push_back(create_task(child("a", 5s)));
    tasks.push_back(create_task(child("b", 10ms)));
    auto t = create_task(consumer(tasks));
    co_await sleep(0s);
    tasks[0].cancel();
    co_await t;

    tasks[0] = create_task(child("c", 20ms));
    tasks[1] = create_task(child("d", 30ms));
    t = create_task(consumer(tasks));
    co_await sleep(10ms);
    t.cancel();
    co_await t;
    co_await sleep(50ms);
    print(tasks[0].result(), tasks[1].result());
}

CONFORMS(as_completed_of_cancelled) { run(async_main(), options); }

}  // namespace of_cancelled

namespace leaving_early {

Coro<std::string> child(std::string name, Duration delay, bool fails = false) {
    co_await sleep(delay);
    print("ends", name);
    if (fails) throw ValueError(name);
    co_return name;
}

Coro<> async_main() {
    const std::vector tasks{create_task(child("a", 30ms)), create_task(child("b", 10ms)),
                            create_task(child("c", 20ms))};
    for (auto next_one : as_completed(tasks, {.timeout = 25ms})) {
        const std::string first = co_await next_one;
        print("first:", first);
        break;
    }
    print("left");
    co_await sleep(50ms);

    try {
        for (auto next_one : as_completed(child("d", 20ms), child("e", 10ms, true))) {
            const std::string got = co_await next_one;
            print(got);
        }
    } catch (const ValueError& error) {
        print("ValueError", error.what());
    }
    co_await sleep(30ms);

    const auto completed = as_completed(child("f", 10ms), child("g", 20ms), child("h", 30ms));
    for (auto one : completed) {
        const std::string outer = co_await one;
        print("outer", outer);
        for (auto other : completed) {
            const std::string inner = co_await other;
            print("inner", inner);
        }
    }
}

CONFORMS(as_completed_leaving_early) { run(async_main(), options); }

}  // namespace leaving_early

}  // namespace
