#include "tests/conformance/conformance.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

namespace case_080 {

Coro<std::string> child(std::string name) {
    print("child", name, "starts");
    co_return name;
}

Coro<> async_main() {
    const auto a = create_task(child("a"));
    const auto b = create_task(child("b"));
    print("created, a done:", a.done());
    co_await sleep(0s);
    print("after one yield, a done:", a.done(), "b done:", b.done());
}

CONFORMS(080_tasks_start_in_next_iteration) { run(async_main(), options); }

}  // namespace case_080

namespace case_082 {

Coro<std::string> target() {
    co_await sleep(20ms);
    print("target returns");
    get_running_loop().call_soon([] { print("call_soon made by target before it returned"); });
    co_return "x";
}

Coro<> waiter(std::string name, Task<std::string> t) {
    print(name, "waits");
    co_await t;
    print(name, "wakes");
}

Coro<> async_main() {
    const auto t = create_task(target());
    std::vector<Task<>> ws;
    for (const char* n : {"w1", "w2", "w3"}) ws.push_back(create_task(waiter(n, t)));
    co_await sleep(0s);
    co_await t;
    print("main wakes");
    for (const auto& w : ws) co_await w;
}

CONFORMS(082_tasks_wakeup_order) { run(async_main(), options); }

}  // namespace case_082

namespace case_083 {

Coro<> worker(std::string name, int n) {
    for (int i = 0; i < n; ++i) {
        print(name, i);
        co_await sleep(0s);
    }
    print(name, "ends");
}

Coro<> async_main() {
    co_await gather(worker("a", 3), worker("b", 1), worker("c", 2));
    print("end");
}

CONFORMS(083_tasks_sleep_zero_round_robin) { run(async_main(), options); }

}  // namespace case_083

namespace case_085 {

Coro<> level(int n) {
    struct Finally {
        int level;
        ~Finally() { print("leaving level", level); }
    };
    const Finally finally{n};
    if (n == 0) {
        co_await sleep(0s);
        throw ValueError("from the bottom");
    }
    co_await level(n - 1);
}

Coro<> async_main() {
    const auto t = create_task(level(3));
    try {
        co_await t;
    } catch (const ValueError& error) {
        print("main caught", "ValueError", error.what());
    }
    print("exception() gives", type_name(t.exception()), message_of(t.exception()));
    print("done:", t.done(), "cancelled:", t.cancelled());
}

CONFORMS(085_tasks_exception_propagation) { run(async_main(), options); }

}  // namespace case_085

namespace case_086 {

Coro<std::string> child() { co_return current_task().get_name(); }

Coro<> async_main() {
    print("main is", current_task().get_name());
    const auto a = create_task(child());
    const auto b = create_task(child());
    const auto c = create_task(child(), "carol");
    print(a.get_name(), b.get_name(), c.get_name());
    b.set_name("bob");
    const auto first = co_await a;
    const auto second = co_await b;
    const auto third = co_await c;
    print(first, second, third);
}

CONFORMS(086_tasks_names) { run(async_main(), options); }

}  // namespace case_086

namespace case_087 {

std::string names() {
    std::vector<std::string> all;
    for (const AnyTask& task : all_tasks()) all.push_back(task.get_name());
    std::sort(all.begin(), all.end());
    std::string text;
    for (const std::string& name : all) text += (text.empty() ? "" : " ") + name;
    return text;
}

void callback() {
    const AnyTask current = current_task();
    print("in callback:", current ? current.get_name() : "none");
}

Coro<> child(Duration delay) {
    print("current:", current_task().get_name());
    co_await sleep(delay);
    print("current again:", current_task().get_name());
}

Coro<> async_main() {
    current_task().set_name("main");
    print("all:", names());
    const auto a = create_task(child(0s), "a");
    const auto b = create_task(child(30ms), "b");
    print("all:", names());
    get_running_loop().call_soon(callback);
    co_await a;
    print("all:", names());
    co_await b;
    print("all:", names());
    print("current:", current_task().get_name());
}

CONFORMS(087_tasks_current_and_all) { run(async_main(), options); }

}  // namespace case_087

namespace case_089 {

int ticks = 0;

void tick() {
    ticks += 1;
    get_running_loop().call_soon(tick);
}

Coro<int> deep(int n) {
    if (n == 0) {
        co_await sleep(0s);
        co_return 0;
    }
    co_return 1 + co_await deep(n - 1);
}

Coro<> async_main() {
    get_running_loop().call_soon(tick);
    co_await sleep(0s);
    for (const int depth : {0, 1, 10, 200}) {
        const int before = ticks;
        const int value = co_await deep(depth);
        print("depth", value, "iterations", ticks - before);
    }
}

CONFORMS(089_tasks_deep_await_chain) { run(async_main(), options); }

}  // namespace case_089

namespace case_090 {

Coro<std::string> selfish() {
    const AnyTask me = current_task();
    try {
        co_await me;
    } catch (const RuntimeError&) {
        print("selfish caught", "RuntimeError");
    }
    co_return "survived";
}

Coro<> async_main() {
    const auto t = create_task(selfish());
    print(co_await t);
}

CONFORMS(090_tasks_await_self) { run(async_main(), options); }

}  // namespace case_090

}  // namespace
