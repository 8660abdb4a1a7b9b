#include "tests/conformance/conformance.hpp"

#include <string>
#include <string_view>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

namespace case_060 {

Coro<> waiter(Future<int> future) {
    print("waiter waits");
    const int value = co_await future;
    print("waiter got", value);
}

Coro<> async_main() {
    const auto future = get_running_loop().create_future<int>();
    const auto task = create_task(waiter(future));
    co_await sleep(0s);
    print("main sets result, done before:", future.done());
    future.set_result(42);
    print("main after set_result, done:", future.done());
    co_await sleep(0s);
    print("main after one yield, waiter done:", task.done());
    co_await task;
}

CONFORMS(060_futures_result_wakes_waiter) { run(async_main(), options); }

}  // namespace case_060

CONFORMS(061_futures_callbacks_in_order) {
    EventLoop loop(options);
    const auto future = loop.create_future<std::string>();
    const auto show = [](std::string_view name) { print(name); };
    const auto callback = [](std::string name) {
        return
            [name](const Future<std::string>& f) { print("callback", name, "result", f.result()); };
    };
    future.add_done_callback(callback("first"));
    future.add_done_callback(callback("second"));
    future.add_done_callback(callback("third"));
    const auto setter = [&] {
        loop.call_soon(show, "queued before set_result");
        future.set_result("ok");
        print("set_result returned");
        loop.call_soon(show, "queued after set_result");
        loop.call_soon(&EventLoop::stop, &loop);
    };
    loop.call_soon(setter);
    loop.run_forever();
    loop.close();
}

namespace case_062 {

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const auto future = loop.create_future<std::string>();
    future.set_result("value");
    loop.call_soon([] { print("call_soon made before"); });
    future.add_done_callback(
        [](const Future<std::string>& f) { print("callback sees", f.result()); });
    print("after add_done_callback");
    co_await sleep(0s);
    print("after one yield");
}

CONFORMS(062_futures_callback_added_when_done) { run(async_main(), options); }

}  // namespace case_062

namespace case_064 {

template <class Function>
void attempt(std::string_view label, Function function) {
    try {
        print(label, "->", function());
    } catch (...) {
        print(label, "->", type_name(std::current_exception()));
    }
}

CONFORMS(064_futures_invalid_state) {
    EventLoop loop(options);
    const auto f = loop.create_future<std::string>();
    const auto result_of = [](const Future<std::string>& future) {
        return [future] { return future.result(); };
    };
    const auto exception_of = [](const Future<std::string>& future) {
        return [future] { return type_name(future.exception()); };
    };
    const auto set_result = [](const Future<std::string>& future, std::string result) {
        return [future, result] {
            future.set_result(result);
            return "none";
        };
    };
    const auto set_exception = [](const Future<std::string>& future, ValueError error) {
        return [future, error] {
            future.set_exception(error);
            return "none";
        };
    };
    attempt("pending result", result_of(f));
    attempt("pending exception", exception_of(f));
    f.set_result("first");
    attempt("set_result again", set_result(f, "second"));
    attempt("set_exception after result", set_exception(f, ValueError("x")));
    attempt("result", result_of(f));
    attempt("exception", exception_of(f));

    const auto g = loop.create_future<std::string>();
    g.set_exception(ValueError("boom"));
    attempt("set_result after exception", set_result(g, "late"));
    attempt("result of failed", result_of(g));

    const auto h = loop.create_future<std::string>();
    h.cancel();
    attempt("set_result after cancel", set_result(h, "late"));
    attempt("set_exception after cancel", set_exception(h, ValueError("late")));
    attempt("result of cancelled", result_of(h));
    attempt("exception of cancelled", exception_of(h));
    loop.close();
}

}  // namespace case_064

CONFORMS(066_futures_cancel) {
    EventLoop loop(options);
    const auto f = loop.create_future<int>();
    f.add_done_callback([](const AnyFuture& x) { print("callback, cancelled:", x.cancelled()); });
    print("before:", f.done(), f.cancelled());
    print("cancel:", f.cancel());
    print("after:", f.done(), f.cancelled());
    print("cancel again:", f.cancel());
    const auto g = loop.create_future<int>();
    g.set_result(1);
    print("cancel of finished:", g.cancel(), "cancelled:", g.cancelled());
    loop.call_soon(&EventLoop::stop, &loop);
    loop.run_forever();
    loop.close();
}

CONFORMS(069_futures_callback_exception) {
    EventLoop loop(options);
    const auto handler = [](EventLoop&, const ErrorContext& context) {
        print("handler:", type_name(context.exception), message_of(context.exception));
    };
    const auto bad = [](const Future<int>&) {
        print("bad callback");
        throw ValueError("from callback");
    };
    const auto good = [](const Future<int>& f) { print("good callback", f.result()); };
    loop.set_exception_handler(handler);
    const auto future = loop.create_future<int>();
    future.add_done_callback(good);
    future.add_done_callback(bad);
    future.add_done_callback(good);
    future.set_result(5);
    loop.call_soon(&EventLoop::stop, &loop);
    loop.run_forever();
    loop.close();
}

}  // namespace
