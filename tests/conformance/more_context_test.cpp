#include "tests/conformance/conformance.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::ValueError;

namespace contextvars {

const ContextVar<std::string> var("var", "default");

Coro<> child(std::string name) {
    print(name, "sees", var.get());
    var.set(name);
    co_await sleep(0s);
    print(name, "sees", var.get());
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    var.set("main");
    const auto a = create_task(child("a"));
    var.set("main later");
    const auto b = create_task(child("b"));
    loop.call_soon([] { print("soon sees", var.get()); });
    a.add_done_callback([](const AnyFuture&) { print("callback of a sees", var.get()); });
    var.set("main last");
    co_await a;
    co_await b;
    print("main sees", var.get());
    co_await child("inline");
    print("main sees", var.get());
    co_await gather(child("g1"), child("g2"));
    print("main sees", var.get());
    co_await wait_for(child("w"), 5s);
    print("main sees", var.get());

    const auto setter = [&loop] {
        var.set("setter");
        loop.call_soon([] { print("soon of setter sees", var.get()); });
    };
    loop.call_soon(setter);
    loop.call_soon([] { print("after setter sees", var.get()); });
    co_await sleep(0s);
    co_await sleep(0s);
    auto token = var.set("with token");
    print(token.old_value().value(), var.get());
    var.reset(token);
    print(var.get());
}

CONFORMS(tasks_contextvars) {
    run(async_main(), options);
    print("outside", var.get());
}

}  // namespace contextvars

namespace eager_tasks {

Coro<int> quick(int v) {
    print("quick", v, "in", current_task().get_name());
    co_return v;
}

Coro<int> slow(int v) {
    print("slow", v, "in", current_task().get_name());
    co_await sleep(0s);
    print("slow", v, "goes on");
    co_return v;
}

Coro<> fail() {
    throw ValueError("eager failure");
    co_return;
}

Coro<> cancels_itself() {
    current_task().cancel("myself");
    try {
        co_await sleep(0s);
    } catch (const CancelledError& error) {
        print("cancelled with", error.message());
        throw;
    }
}

std::string all_names() {
    std::vector<std::string> names;
    for (const AnyTask& task : all_tasks()) names.push_back(task.get_name());
    std::sort(names.begin(), names.end());
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
    return text;
}

Coro<> async_main() {
    current_task().set_name("main");
    auto t = create_task(quick(1), eager, "q");
    print("done at once:", t.done(), "back in", current_task().get_name());
    print(co_await t);
    const auto s = create_task(slow(2), eager, "s");
    print("done at once:", s.done());
    print("all:", all_names());
    const auto plain = create_task(quick(3), "p");
    print(co_await s);
    print(co_await plain);
    const auto f = create_task(fail(), eager);
    print("failed at once:", f.done(), message_of(f.exception()));
    const auto n =
        create_task(slow(create_task(quick(4), eager, "inner").result()), eager, "outer");
    print(co_await n);
    const auto c = create_task(cancels_itself(), eager);
    print("cancelled at once:", c.done());
    try {
        co_await c;
    } catch (const CancelledError& error) {
        print("main caught", error.message());
    }
    t = create_task(slow(5), eager, "t");
    t.cancel();
    try {
        co_await t;
    } catch (const CancelledError&) {
        print("t cancelled");
    }
}

CONFORMS(tasks_eager) { run(async_main(), options); }

}  // namespace eager_tasks

}  // namespace
