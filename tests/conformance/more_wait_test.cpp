#include "tests/conformance/conformance.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

using Tasks = std::vector<Task<std::string>>;

/// The names of some tasks, sorted, as the programs print them.
std::string names(const Tasks& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(task.get_name());
    std::sort(all.begin(), all.end());
    std::string text;
    for (const std::string& name : all) text += (text.empty() ? "" : " ") + name;
    return text.empty() ? "none" : text;
}

namespace return_when_all {

struct Child {
    const char* name;
    int turns;
    std::string how;
};

Coro<std::string> child(Child its) {
    for (int i = 0; i < its.turns; ++i) co_await sleep(0s);
    if (its.how == "fails") throw ValueError(its.name);
    if (its.how == "cancelled") throw CancelledError();
    co_return its.name;
}

Coro<> attempt(std::string label, ReturnWhen return_when, std::vector<Child> children) {
    Tasks tasks;
    for (const Child& its : children) tasks.push_back(create_task(child(its), its.name));
    auto result = co_await wait(tasks, {.return_when = return_when});
    print(label, "done:", names(result.done), "pending:", names(result.pending));
    result = co_await wait(tasks, {.return_when = return_when});
    print("again done:", names(result.done), "pending:", names(result.pending));
    result = co_await wait(tasks);
    print("all done:", names(result.done), "pending:", names(result.pending));
    for (const auto& t : tasks)
        if (!t.cancelled()) t.exception();
}

Coro<> async_main() {
    const std::vector<std::pair<std::string, std::vector<Child>>> rounds = {
        {"plain", {{"a", 0, ""}, {"b", 1, ""}, {"c", 8, ""}}},
        {"same turn", {{"a", 0, ""}, {"b", 0, ""}, {"c", 8, ""}}},
        {"two turns apart", {{"a", 0, ""}, {"b", 2, ""}, {"c", 8, ""}}},
        {"failing", {{"a", 0, ""}, {"b", 2, "fails"}, {"c", 8, ""}}},
        {"cancelled", {{"a", 0, "cancelled"}, {"b", 2, ""}, {"c", 8, ""}}},
        {"both", {{"a", 1, "cancelled"}, {"b", 3, "fails"}, {"c", 8, ""}}}};
    print("FIRST_COMPLETED");
    for (const auto& [label, children] : rounds) co_await attempt(label, FIRST_COMPLETED, children);
    print("FIRST_EXCEPTION");
    for (const auto& [label, children] : rounds) co_await attempt(label, FIRST_EXCEPTION, children);
    print("ALL_COMPLETED");
    for (const auto& [label, children] : rounds) co_await attempt(label, ALL_COMPLETED, children);
}

CONFORMS(wait_return_when) { run(async_main(), options); }

}  // namespace return_when_all

namespace cancelled_and_timed_out {

Coro<int> child(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
    } catch (const CancelledError&) {
        print(name, "cancelled");
        throw;
    }
    co_return 0;
}

using Futures = std::vector<Future<int>>;

Coro<> waits(Futures futures, WaitOptions options = {}) {
    try {
        const auto [done, pending] = co_await wait(futures, options);
        print("done", done.size(), "pending", pending.size());
    } catch (const CancelledError& error) {
        print("wait cancelled", error.message());
        throw;
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const auto t = create_task(child("t", 5s));
    const Futures only_t(1, t);
    auto w = create_task(waits(only_t));
    co_await sleep(0s);
    co_await sleep(0s);
    w.cancel("outside");
    co_await wait(w);
    print("w cancelled:", w.cancelled(), "t done:", t.done());
    co_await waits(only_t, {.timeout = 0s});
    co_await waits(only_t, {.timeout = -1s});
    co_await waits(only_t, {.timeout = 10ms});
    co_await waits(Futures(3, t), {.timeout = 10ms});
    // cancelling what is waited for
    w = create_task(waits(only_t));
    co_await sleep(0s);
    t.cancel();
    co_await w;
    print("w cancelled:", w.cancelled());
    // result and cancel in one turn
    const auto future = loop.create_future<int>();
    w = create_task(waits(Futures(1, future)));
    co_await sleep(0s);
    future.set_result(1);
    co_await sleep(0s);
    w.cancel("after the callback");
    co_await wait(w);
    print("w cancelled:", w.cancelled());
    try {
        co_await wait(Futures());
    } catch (const std::invalid_argument&) {
        print("nothing ->", "ValueError");
    }
    // done ones and a pending one
    const auto pending = loop.create_future<int>();
    Futures futures(1, future);
    futures.push_back(pending);
    co_await waits(futures, {.return_when = FIRST_COMPLETED});
    co_await waits(futures, {.timeout = 0s});
    const auto failed = loop.create_future<int>();
    failed.set_exception(ValueError("x"));
    Futures three(1, future);
    three.push_back(failed);
    three.push_back(pending);
    co_await waits(three, {.return_when = FIRST_EXCEPTION});
    loop.call_soon([pending] { pending.cancel(); });
    co_await waits(futures, {.return_when = FIRST_EXCEPTION});
}

CONFORMS(wait_cancelled_and_timed_out) { run(async_main(), options); }

}  // namespace cancelled_and_timed_out

namespace wakes_in_order {

Coro<> waits(std::string name, std::vector<Future<>> futures, WaitOptions options = {}) {
    co_await wait(futures, options);
    print(name, "wakes");
}

Coro<> awaits(std::string name, Future<> future) {
    co_await future;
    print(name, "wakes");
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const auto a = loop.create_future();
    const auto z = loop.create_future();
    const std::vector<Future<>> only_a{a};
    const std::vector<Future<>> both{a, z};
    std::vector<Task<>> tasks;
    tasks.push_back(create_task(waits("w1", both)));
    tasks.push_back(create_task(awaits("a1", a)));
    tasks.push_back(create_task(waits("w2", both, {.return_when = FIRST_COMPLETED})));
    tasks.push_back(create_task(awaits("z1", z)));
    tasks.push_back(create_task(waits("w3", only_a)));
    tasks.push_back(create_task(awaits("a2", a)));
    const auto say = [](std::string text) { print(text); };
    co_await sleep(0s);
    loop.call_soon(say, "soon");
    z.set_result();
    a.set_result();
    loop.call_soon(say, "soon after");
    loop.call_soon([&loop, say] { loop.call_soon(say, "soon after that"); });
    co_await gather(tasks);
    print("main wakes");
}

CONFORMS(wait_wakes_in_order) { run(async_main(), options); }

}  // namespace wakes_in_order

}  // namespace
