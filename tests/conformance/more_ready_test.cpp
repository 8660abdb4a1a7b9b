#include "tests/conformance/conformance.hpp"

#include <map>
#include <string>
#include <string_view>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

void say(std::string text) { print(text); }

CONFORMS(ready_stop_before_run) {
    EventLoop loop(options);
    const auto show = [&loop](std::string name) {
        print("callback", name);
        loop.call_soon(say, "from " + name);
    };
    loop.call_soon(show, "a");
    loop.stop();
    loop.run_forever();
    print("first run over");
    loop.stop();
    loop.stop();
    loop.run_forever();
    print("second run over");
    loop.call_soon(&EventLoop::stop, &loop);
    loop.run_forever();
    print("third run over");
    loop.close();
}

CONFORMS(ready_stop_twice_and_nested) {
    struct Stopper {
        EventLoop& loop;
        void operator()(int left) const {
            print("stopper", left);
            loop.stop();
            if (left > 0) loop.call_soon(*this, left - 1);
        }
    };
    EventLoop loop(options);
    loop.call_soon(Stopper{loop}, 2);
    loop.call_soon(Stopper{loop}, 0);
    for (int i = 0; i < 3; ++i) {
        loop.run_forever();
        print("run", i, "over");
    }
    loop.call_later(10ms, say, "timer left over");
    loop.call_soon(&EventLoop::stop, &loop);
    loop.run_forever();
    print("stopped before the timer");
    loop.call_later(20ms, &EventLoop::stop, &loop);
    loop.run_forever();
    loop.close();
}

CONFORMS(ready_cancel_in_running_batch) {
    EventLoop loop(options);
    std::map<std::string, Handle> handles;
    const auto show = [](std::string name) { print("callback", name); };
    const auto cancel = [&handles] {
        print("cancelling", "a", "b", "d");
        for (const char* name : {"a", "b", "d"}) handles[name].cancel();
    };
    handles["a"] = loop.call_soon(show, "a");
    loop.call_soon(cancel);
    handles["b"] = loop.call_soon(show, "b");
    handles["c"] = loop.call_soon(show, "c");
    handles["d"] = loop.call_soon(show, "d");
    loop.call_soon(&EventLoop::stop, &loop);
    loop.run_forever();
    print(handles["a"].cancelled(), handles["b"].cancelled(), handles["c"].cancelled(),
          handles["d"].cancelled());
    loop.close();
}

namespace run_until_complete_stopped {

Coro<std::string> slow() {
    print("slow starts");
    co_await sleep(10ms);
    print("slow ends");
    co_return "slow result";
}

Coro<> stopper(EventLoop& loop) {
    loop.stop();
    co_await sleep(0s);
    print("stopper goes on");
}

CONFORMS(ready_run_until_complete_stopped) {
    EventLoop loop(options);
    const auto task = loop.create_task(slow());
    const auto other = loop.create_task(stopper(loop));
    try {
        loop.run_until_complete(task);
    } catch (const RuntimeError&) {
        print("raised", "RuntimeError");
    }
    print("task done:", task.done());
    print(loop.run_until_complete(task));
    print("other done:", other.done());
    print(loop.run_until_complete(task));
    loop.close();
}

}  // namespace run_until_complete_stopped

namespace run_until_complete_leaves_rest {

Coro<> child(std::string name, int turns) {
    for (int i = 0; i < turns; ++i) {
        print(name, i);
        co_await sleep(0s);
    }
    print(name, "ends");
}

Coro<> async_main(EventLoop& loop) {
    loop.create_task(child("a", 2));
    print("main");
    loop.call_soon(say, "soon after main");
    co_return;
}

CONFORMS(ready_run_until_complete_leaves_rest) {
    EventLoop loop(options);
    loop.set_exception_handler([](EventLoop&, const ErrorContext&) {});  // the task left over
    loop.run_until_complete(async_main(loop));
    print("first over");
    loop.run_until_complete(async_main(loop));
    print("second over");
    const auto future = loop.create_future<std::string>();
    future.set_result("done already");
    loop.call_soon(say, "queued before");
    print(loop.run_until_complete(future));
    print("third over");
    loop.close();
}

}  // namespace run_until_complete_leaves_rest

template <class Function>
void attempt(std::string_view label, Function function) {
    try {
        function();
        print(label, "works");
    } catch (const RuntimeError&) {
        print(label, "->", "RuntimeError");
    }
}

CONFORMS(ready_misuse) {
    EventLoop loop(options);
    EventLoop other(options);
    const auto inside = [&] {
        print("running:", loop.is_running(), "closed:", loop.is_closed());
        attempt("run_forever inside", [&] { loop.run_forever(); });
        attempt("another loop inside", [&] { other.run_forever(); });
        attempt("close inside", [&] { loop.close(); });
        attempt("running loop", [&] { get_running_loop(); });
        loop.stop();
    };
    print("running:", loop.is_running());
    attempt("running loop outside", [&] { get_running_loop(); });
    loop.call_soon(inside);
    loop.run_forever();
    print("running:", loop.is_running());
    loop.close();
    loop.close();
    print("closed:", loop.is_closed());
    attempt("call_soon after close", [&] { loop.call_soon(say, ""); });
    attempt("call_later after close", [&] { loop.call_later(0s, say, ""); });
    attempt("run_forever after close", [&] { loop.run_forever(); });
    other.close();
}

CONFORMS(ready_handler_schedules) {
    EventLoop loop(options);
    const auto handler = [](EventLoop& the_loop, const ErrorContext& context) {
        print("handler gets", type_name(context.exception), message_of(context.exception));
        the_loop.call_soon(say, "queued by the handler");
    };
    const auto fail = [](std::string text) { throw ValueError(text); };
    loop.set_exception_handler(handler);
    loop.call_soon(fail, "first");
    loop.call_later(-1s, fail, "second");
    loop.call_soon(fail, "third");
    loop.call_later(10ms, &EventLoop::stop, &loop);
    loop.run_forever();
    print("end");
    loop.close();
}

}  // namespace
