#include "tests/conformance/conformance.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

void say(std::string text) { print(text); }

namespace callbacks_and_tasks_share_one_line {

Coro<> waiter(std::string name, Future<std::string> future) {
    print(name, "waits");
    const auto value = co_await future;
    print(name, "got", value);
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const auto future = loop.create_future<std::string>();
    std::vector<Task<>> tasks;
    tasks.push_back(create_task(waiter("w1", future)));
    co_await sleep(0s);
    future.add_done_callback([](const AnyFuture&) { print("callback 1"); });
    tasks.push_back(create_task(waiter("w2", future)));
    co_await sleep(0s);
    future.add_done_callback([](const AnyFuture&) { print("callback 2"); });
    loop.call_soon(say, "soon before");
    future.set_result("x");
    loop.call_soon(say, "soon after");
    future.add_done_callback([](const AnyFuture&) { print("callback 3, added late"); });
    const auto value = co_await future;
    print("main awaits what is done:", value);
    co_await wait(tasks);
}

CONFORMS(futures_callbacks_and_tasks_share_one_line) { run(async_main(), options); }

}  // namespace callbacks_and_tasks_share_one_line

namespace add_and_remove_in_callbacks {

void adder(const AnyFuture& f);
void show(const AnyFuture&) { print("show"); }
void second(const AnyFuture& f) { print("second removes", f.remove_done_callback(adder)); }
void adder(const AnyFuture& f) {
    print("adder");
    f.add_done_callback(show);
    f.add_done_callback(second);
    print("removed:", f.remove_done_callback(show));
}

CONFORMS(futures_add_and_remove_in_callbacks) {
    EventLoop loop(options);
    const auto future = loop.create_future();
    print("removed:", future.remove_done_callback(show));
    future.add_done_callback(show);
    future.add_done_callback(adder);
    future.add_done_callback(show);
    future.add_done_callback(second);
    print("removed:", future.remove_done_callback(show));
    print("removed:", future.remove_done_callback(show));
    future.add_done_callback(show);
    loop.call_soon([future] { future.set_result(); });
    loop.call_later(10ms, &EventLoop::stop, &loop);
    loop.run_forever();
    loop.close();
}

}  // namespace add_and_remove_in_callbacks

namespace cancel_is_shared {

Coro<> waiter(std::string name, Future<> future) {
    try {
        co_await future;
    } catch (const CancelledError& error) {
        print(name, "cancelled", error.message().empty() ? "none" : error.message(),
              "requests:", current_task().cancelling());
        throw;
    }
}

Coro<> async_main() {
    const auto future = get_running_loop().create_future();
    future.add_done_callback(
        [](const AnyFuture& f) { print("callback, cancelled:", f.cancelled()); });
    const auto w1 = create_task(waiter("w1", future));
    const auto w2 = create_task(waiter("w2", future));
    co_await sleep(0s);
    print("cancel:", w2.cancel("enough"));
    print("future cancelled at once:", future.cancelled(), "w2:", w2.cancelled());
    print("cancel again:", w2.cancel("more"));
    co_await wait(w1, w2);
    print(w1.cancelled(), w2.cancelled(), w1.cancelling(), w2.cancelling());
    try {
        future.result();
    } catch (const CancelledError& error) {
        print("result() raises CancelledError", error.message());
    }
}

CONFORMS(futures_cancel_is_shared) { run(async_main(), options); }

}  // namespace cancel_is_shared

namespace cancel_crosses_result {

Coro<std::string> waiter(std::string name, Future<std::string> future) {
    try {
        const auto value = co_await future;
        print(name, "got", value);
    } catch (const CancelledError& error) {
        print(name, "cancelled", error.message().empty() ? "none" : error.message());
        print(name, "sees the future cancelled:", future.cancelled());
    } catch (const ValueError& error) {
        print(name, "failed", error.what());
    }
    co_await sleep(0s);
    co_return name + " ends";
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    for (const std::string name :
         {"result then cancel", "cancel then result", "exception then cancel"}) {
        const auto future = loop.create_future<std::string>();
        const auto task = create_task(waiter(name, future));
        co_await sleep(0s);
        if (name == "result then cancel") {
            future.set_result("value");
            print(task.cancel("too late"));
        } else if (name == "cancel then result") {
            print(task.cancel());
            try {
                future.set_result("value");
            } catch (const InvalidStateError&) {
                print("set_result ->", "InvalidStateError");
            }
        } else {
            future.set_exception(ValueError("boom"));
            print(task.cancel());
        }
        print(co_await task);
        print("cancelled:", task.cancelled(), "requests:", task.cancelling());
    }
}

CONFORMS(futures_cancel_crosses_result) { run(async_main(), options); }

}  // namespace cancel_crosses_result

namespace exception_again_and_again {

Coro<> waiter(std::string name, Future<> future) {
    try {
        co_await future;
    } catch (const ValueError& error) {
        print(name, "caught", error.what());
    }
}

Coro<> async_main() {
    const auto future = get_running_loop().create_future();
    const auto w1 = create_task(waiter("w1", future));
    const auto w2 = create_task(waiter("w2", future));
    co_await sleep(0s);
    future.set_exception(ValueError("boom"));
    co_await waiter("main", future);
    co_await waiter("main again", future);
    print(type_name(future.exception()), message_of(future.exception()));
    co_await wait(w1, w2);
    try {
        future.result();
    } catch (const ValueError& error) {
        print("result raises", error.what());
    }
    print("cancel:", future.cancel());
}

CONFORMS(futures_exception_again_and_again) { run(async_main(), options); }

}  // namespace exception_again_and_again

CONFORMS(futures_chain_of_callbacks) {
    EventLoop loop(options);
    int turn = 0;
    struct Tick {
        EventLoop& loop;
        int& turn;
        void operator()() const {
            turn += 1;
            if (turn < 10)
                loop.call_soon(*this);
            else
                loop.stop();
        }
    };
    const auto a = loop.create_future<int>();
    const auto b = loop.create_future<int>();
    const auto c = loop.create_future<int>();
    const auto pass_on = [&turn](std::string source, Future<int> target) {
        return [&turn, source, target](const Future<int>& f) {
            print(source, f.result(), "in turn", turn);
            target.set_result(f.result() + 1);
        };
    };
    a.add_done_callback(pass_on("a", b));
    b.add_done_callback(pass_on("b", c));
    c.add_done_callback([&turn](const Future<int>& f) { print("c", f.result(), "in turn", turn); });
    loop.call_soon(Tick{loop, turn});
    loop.call_soon([a] { a.set_result(1); });
    loop.run_forever();
    loop.close();
}

namespace set_from_done_task {

Coro<std::string> child() {
    co_await sleep(0s);
    co_return "value";
}

template <class Function>
void attempt(std::string_view label, Function function) {
    try {
        function();
    } catch (const std::exception&) {
        print(label, "->", type_name(std::current_exception()));
    }
}

Coro<> async_main() {
    const auto task = create_task(child());
    attempt("set_result", [&] { task.set_result("x"); });
    attempt("set_exception", [&] { task.set_exception(ValueError("x")); });
    attempt("result", [&] { task.result(); });
    attempt("exception", [&] { task.exception(); });
    const auto result = co_await task;
    print(result, task.done(), task.cancel());
    print(task.result(), task.exception() ? "exception" : "none");
}

CONFORMS(futures_set_from_done_task) { run(async_main(), options); }

}  // namespace set_from_done_task

namespace callback_wakes_task_that_cancels {

Coro<> waiter(Future<int> future) {
    try {
        const int value = co_await future;
        print("waiter got", value);
    } catch (const CancelledError&) {
        print("waiter cancelled");
        throw;
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    auto future = loop.create_future<int>();
    auto task = create_task(waiter(future));
    const auto cancel = [&task](const AnyFuture&) { print("callback cancels:", task.cancel()); };
    // registered before the waiter: runs first, in the turn in which the waiter would wake
    future.add_done_callback(cancel);
    co_await sleep(0s);
    future.set_result(1);
    co_await wait(task);
    print("cancelled:", task.cancelled());

    future = loop.create_future<int>();
    task = create_task(waiter(future));
    co_await sleep(0s);
    // registered after the waiter: too late
    future.add_done_callback(cancel);
    future.set_result(2);
    co_await wait(task);
    print("cancelled:", task.cancelled());
}

CONFORMS(futures_callback_wakes_task_that_cancels) { run(async_main(), options); }

}  // namespace callback_wakes_task_that_cancels

}  // namespace
