#include "tests/conformance/conformance.hpp"

#include <map>
#include <string>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;

void say(std::string text) { print(text); }

CONFORMS(timers_due_after_ready) {
    EventLoop loop(options);
    const auto overdue = [&loop] {
        print("overdue");
        loop.call_later(-5s, say, "more overdue, armed by overdue");
        loop.call_soon(say, "soon, made by overdue");
        loop.call_soon([&loop] { loop.call_soon(say, "soon of soon"); });
    };
    const auto first = [&] {
        print("first");
        loop.call_later(-1s, overdue);
        loop.call_later(0s, say, "zero");
        loop.call_soon(say, "soon, made after the timers");
    };
    loop.call_soon(first);
    loop.call_later(20ms, &EventLoop::stop, &loop);
    loop.run_forever();
    loop.close();
}

CONFORMS(timers_cancel_in_same_batch) {
    EventLoop loop(options);
    const TimePoint t0 = loop.time();
    std::map<std::string, TimerHandle> timers;
    const auto show = [](std::string name) { print("timer", name); };
    const auto canceller = [&timers] {
        print("cancels self, c and e");
        timers["b"].cancel();
        timers["c"].cancel();
        timers["e"].cancel();
    };
    timers["a"] = loop.call_at(t0 - 5s, show, "a");
    timers["b"] = loop.call_at(t0 - 4s, canceller);
    timers["c"] = loop.call_at(t0 - 3s, show, "c");
    timers["d"] = loop.call_at(t0 - 2s, show, "d");
    timers["e"] = loop.call_at(t0 + 10ms, show, "e");
    loop.call_at(t0 + 20ms, &EventLoop::stop, &loop);
    print("when:", timers["a"].when() == t0 - 5s);
    loop.run_forever();
    print(timers["a"].cancelled(), timers["b"].cancelled(), timers["c"].cancelled(),
          timers["d"].cancelled(), timers["e"].cancelled());
    loop.close();
}

namespace across_runs {

Coro<> brief() {
    co_await sleep(10ms);
    print("short ends");
}

CONFORMS(timers_across_runs) {
    EventLoop loop(options);
    loop.call_later(30ms, say, "30 ms timer");
    loop.call_later(-1s, say, "overdue timer");
    loop.run_until_complete(brief());
    print("first run over");
    loop.run_until_complete(sleep(40ms, "slept"));
    print("second run over");
    const TimerHandle doomed = loop.call_later(10ms, say, "never");
    loop.call_later(5s, say, "never either");
    doomed.cancel();
    print(loop.run_until_complete(sleep(20ms, "slept again")));
    loop.close();
}

}  // namespace across_runs

namespace sleep_takes_two_trips {

Coro<> sleeper(std::string name, Duration delay) {
    co_await sleep(delay);
    print("sleeper", name);
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const TimePoint t0 = loop.time();
    const auto timer = [&loop](std::string name) {
        print("timer", name);
        loop.call_soon(say, "soon of " + name);
    };
    const auto future = loop.create_future();
    loop.call_at(t0 - 3s, timer, "a");
    loop.call_at(t0 - 2s, [future] { future.set_result(); });
    loop.call_at(t0 - 1s, timer, "b");
    co_await future;
    print("main wakes");
    co_await sleep(-1s);
    print("main after a negative sleep");
    const auto task = create_task(sleeper("zero", 0s));
    co_await sleep(0s);
    print("main before the sleeper ends:", task.done());
    co_await task;
}

CONFORMS(timers_sleep_takes_two_trips) { run(async_main(), options); }

}  // namespace sleep_takes_two_trips

namespace sleep_cancelled_places {

Coro<> sleeper(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
        print(name, "slept");
    } catch (const CancelledError&) {
        print(name, "cancelled");
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const auto zero = create_task(sleeper("zero", 0s));
    const auto late = create_task(sleeper("long", 5s));
    const auto other = create_task(sleeper("other", 0s));
    co_await sleep(0s);
    loop.call_soon(say, "soon 1");
    late.cancel();
    loop.call_soon(say, "soon 2");
    zero.cancel();
    co_await wait(zero, late, other);
}

CONFORMS(timers_sleep_cancelled_places) { run(async_main(), options); }

}  // namespace sleep_cancelled_places

}  // namespace
