#include "tests/conformance/conformance.hpp"

#include <string>
#include <string_view>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

void show(std::string_view name) { print("callback", name); }

CONFORMS(001_ready_call_soon_fifo) {
    EventLoop loop(options);
    for (const char* name : {"a", "b", "c", "d", "e"}) loop.call_soon(show, name);
    loop.call_soon(&EventLoop::stop, &loop);
    print("before run");
    loop.run_forever();
    print("after run");
    loop.close();
}

CONFORMS(003_ready_iteration_boundaries) {
    struct Counter {
        EventLoop& loop;
        int count = 0;

        void tick() {
            count += 1;
            print("-- iteration", count);
            if (count < 5)
                loop.call_soon(&Counter::tick, this);
            else
                loop.stop();
        }
        void chain(std::string name, int left) {
            print(name, "in iteration", count);
            if (left > 0) loop.call_soon(&Counter::chain, this, name, left - 1);
        }
    };
    EventLoop loop(options);
    Counter counter{loop};
    loop.call_soon(&Counter::tick, &counter);
    loop.call_soon(&Counter::chain, &counter, "x", 2);
    loop.call_soon(&Counter::chain, &counter, "y", 0);
    loop.call_soon(&Counter::chain, &counter, "z", 3);
    loop.run_forever();
    loop.close();
}

CONFORMS(004_ready_cancel_before_run) {
    EventLoop loop(options);
    const Handle h1 = loop.call_soon(show, "one");
    const Handle h2 = loop.call_soon(show, "two");
    const Handle h3 = loop.call_soon(show, "three");
    h2.cancel();
    h2.cancel();
    print("cancelled:", h1.cancelled(), h2.cancelled(), h3.cancelled());
    loop.call_soon(&EventLoop::stop, &loop);
    loop.run_forever();
    h1.cancel();
    print("cancelled:", h1.cancelled(), h2.cancelled(), h3.cancelled());
    loop.call_soon(&EventLoop::stop, &loop);
    loop.run_forever();
    print("end");
    loop.close();
}

CONFORMS(006_ready_exception_goes_to_handler) {
    EventLoop loop(options);
    const auto handler = [&loop](EventLoop& the_loop, const ErrorContext& context) {
        const bool same = &the_loop == &loop;
        print("handler:", conformance::type_name(context.exception),
              conformance::message_of(context.exception), "same loop:", same);
    };
    const auto fail = [](std::string text) {
        print("failing", text);
        throw ValueError(text);
    };
    loop.set_exception_handler(handler);
    loop.call_soon(show, "a");
    loop.call_soon(fail, "first failure");
    loop.call_soon(show, "b");
    loop.call_soon(fail, "second failure");
    loop.call_soon(show, "c");
    loop.call_soon(&EventLoop::stop, &loop);
    loop.run_forever();
    print("loop stopped normally");
    loop.close();
}

CONFORMS(009_ready_stop_finishes_batch) {
    EventLoop loop(options);
    const auto stopper = [&loop] {
        print("stop requested");
        loop.call_soon(show, "scheduled just before stop");
        loop.stop();
        loop.call_soon(show, "scheduled just after stop");
    };
    loop.call_soon(show, "a");
    loop.call_soon(stopper);
    loop.call_soon(show, "b");
    print("run 1");
    loop.run_forever();
    print("run 2");
    loop.call_soon(show, "c");
    loop.call_soon(&EventLoop::stop, &loop);
    loop.run_forever();
    print("end");
    loop.close();
}

namespace case_010 {

Coro<int> add(int a, int b) {
    co_await sleep(0s);
    co_return a + b;
}

Coro<> fail() {
    co_await sleep(0s);
    throw ValueError("bad luck");
}

CONFORMS(010_ready_run_until_complete_values) {
    EventLoop loop(options);
    print("coroutine:", loop.run_until_complete(add(1, 2)));
    const auto task = loop.create_task(add(3, 4));
    print("task:", loop.run_until_complete(task));
    print("same task again:", loop.run_until_complete(task));
    const auto future = loop.create_future<std::string>();
    loop.call_soon([future] { future.set_result("from callback"); });
    print("future:", loop.run_until_complete(future));
    try {
        loop.run_until_complete(fail());
    } catch (const ValueError& error) {
        print("raised:", "ValueError", error.what());
    }
    print("after failure:", loop.run_until_complete(add(5, 6)));
    loop.close();
}

}  // namespace case_010

}  // namespace
