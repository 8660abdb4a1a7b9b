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

void say(std::string text) { print(text); }

namespace turns_counted {

thread_local int turn = 0;

void tick() {
    turn += 1;
    get_running_loop().call_soon(tick);
}

Coro<int> value(int v) { co_return v; }

Coro<int> after_turns(int n) {
    for (int i = 0; i < n; ++i) co_await sleep(0s);
    co_return n;
}

template <class A>
Coro<> measure(std::string label, A awaitable) {
    const int before = turn;
    try {
        const auto result = co_await std::move(awaitable);
        print(label, result, "turns:", turn - before);
    } catch (const ValueError& error) {
        print(label, error.what(), "turns:", turn - before);
    }
}

Coro<int> fail() {
    throw ValueError("failed");
    co_return 0;
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    loop.call_soon(tick);
    co_await sleep(0s);
    co_await measure("coroutine", value(1));
    co_await measure("task", create_task(value(2)));
    co_await measure("task of three turns", create_task(after_turns(3)));
    co_await measure("failing coroutine", fail());
    co_await measure("failing task", create_task(fail()));
    const auto done = create_task(value(3));
    co_await sleep(0s);
    co_await measure("done task", done);
    co_await measure("sleep zero", sleep(0s, "slept"));
    co_await measure("shield of a coroutine", shield(value(4)));
    co_await measure("shield of a done task", shield(done));
    co_await measure("wait_for a coroutine", wait_for(value(5), 5s));
    co_await measure("wait_for a task", wait_for(create_task(value(6)), 5s));
    co_await measure("wait_for a done task", wait_for(done, 5s));
    co_await measure("wait_for without limit", wait_for(value(7), std::nullopt));
    co_await measure("wait_for a done task, zero", wait_for(done, 0s));
    const auto r = create_task(measure("in a task", value(8)));
    co_await r;
    int before = turn;
    co_await gather(value(1), value(2));
    print("gather of coroutines turns:", turn - before);
    before = turn;
    co_await gather(done, done);
    print("gather of done turns:", turn - before);
    before = turn;
    co_await gather(std::vector<Task<int>>());
    print("gather of nothing turns:", turn - before);
    before = turn;
    co_await gather(done, create_task(after_turns(2)));
    print("gather of two turns:", turn - before);
    before = turn;
    co_await wait(done);
    print("wait of done turns:", turn - before);
    before = turn;
    co_await wait(create_task(after_turns(1)));
    print("wait of one turn turns:", turn - before);
    before = turn;
    co_await gather(gather(value(1), value(2)), value(3));
    print("nested gather turns:", turn - before);
}

CONFORMS(tasks_turns_counted) { run(async_main(), options); }

}  // namespace turns_counted

namespace interleave_with_callbacks {

Coro<std::string> child(std::string name) {
    print(name, "starts");
    get_running_loop().call_soon(say, name + " soon");
    co_await sleep(0s);
    print(name, "middle");
    co_await sleep(0s);
    print(name, "ends");
    co_return name;
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    loop.call_soon(say, "soon 1");
    const auto a = create_task(child("a"));
    loop.call_soon(say, "soon 2");
    const auto b = create_task(child("b"));
    loop.call_soon(say, "soon 3");
    a.add_done_callback([](const Task<std::string>& t) { print("callback of a", t.result()); });
    print("main awaits b");
    co_await b;
    print("main awaits a");
    co_await a;
    print("main ends");
}

CONFORMS(tasks_interleave_with_callbacks) { run(async_main(), options); }

}  // namespace interleave_with_callbacks

namespace current_task_everywhere {

std::string current() {
    const AnyTask task = current_task();
    return task ? task.get_name() : "none";
}

Coro<std::string> child() {
    print("child:", current());
    co_await sleep(0s);
    co_return current();
}

Coro<> wrapper() {
    print("wrapper:", current());
    const auto r = co_await child();
    print("wrapper again:", current(), r);
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    current_task().set_name("main");
    co_await wrapper();
    const auto task = create_task(wrapper(), "task");
    task.add_done_callback(
        [](const Task<>& t) { print("done callback:", current(), t.get_name()); });
    loop.call_soon([] { print("soon:", current()); });
    loop.call_later(-1s, [] { print("timer:", current()); });
    co_await task;
    co_await sleep(10ms);
    loop.set_exception_handler(
        [](EventLoop&, const ErrorContext&) { print("handler:", current()); });
    loop.call_soon([] { throw ValueError("x"); });
    co_await sleep(0s);
    print("all:", all_tasks().at(0).get_name());
}

CONFORMS(tasks_current_task_everywhere) {
    run(async_main(), options);
    print("outside:", current());
}

}  // namespace current_task_everywhere

namespace unawaited_failure {

Coro<> fail(std::string name) {
    print(name, "fails");
    throw ValueError(name);
    co_return;
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    loop.set_exception_handler([](EventLoop&, const ErrorContext& context) {
        print("handler:", conformance::type_name(context.exception), message_of(context.exception));
    });
    create_task(fail("dropped"));
    co_await sleep(0s);
    co_await sleep(0s);
    {
        const auto kept = create_task(fail("kept"));
        co_await sleep(0s);
        co_await sleep(0s);
        print("kept is done:", kept.done());
    }
    {
        const auto looked_at = create_task(fail("looked at"));
        co_await sleep(0s);
        print("exception:", message_of(looked_at.exception()));
    }
    {
        const auto future = loop.create_future();
        future.set_exception(ValueError("future"));
    }
    print("end");
}

CONFORMS(tasks_unawaited_failure) { run(async_main(), options); }

}  // namespace unawaited_failure

namespace deep_exception_and_cancel {

Coro<int> deep(int n, bool fail) {
    try {
        if (n > 0) co_return co_await deep(n - 1, fail) + 1;
        co_await sleep(0s);
        if (fail) throw ValueError("bottom");
        co_await sleep(5s);
        co_return 0;
    } catch (const CancelledError&) {
        if (n % 50 == 0) print("cancelled at", n);
        throw;
    } catch (const ValueError&) {
        if (n % 50 == 0) print("failed at", n);
        throw;
    }
}

Coro<> async_main() {
    auto t = create_task(deep(150, true));
    try {
        co_await t;
    } catch (const ValueError& error) {
        print("main caught", error.what());
    }
    t = create_task(deep(150, false));
    co_await sleep(0s);
    co_await sleep(0s);
    t.cancel("deep message");
    try {
        co_await t;
    } catch (const CancelledError& error) {
        print("main caught", error.message());
    }
}

CONFORMS(tasks_deep_exception_and_cancel) { run(async_main(), options); }

}  // namespace deep_exception_and_cancel

}  // namespace
