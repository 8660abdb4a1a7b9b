#include "tests/conformance/conformance.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;

void show(std::string_view name) { print("timer", name); }

CONFORMS(020_timers_deadline_order) {
    EventLoop loop(options);
    const TimePoint t0 = loop.time();
    loop.call_at(t0 + 50ms, show, "50");
    loop.call_at(t0 + 10ms, show, "10");
    loop.call_at(t0 + 40ms, show, "40");
    loop.call_at(t0 + 20ms, show, "20");
    loop.call_at(t0 + 30ms, show, "30");
    loop.call_at(t0 + 60ms, &EventLoop::stop, &loop);
    loop.run_forever();
    print("end");
    loop.close();
}

CONFORMS(021_timers_equal_deadline_pairs) {
    EventLoop loop(options);
    const TimePoint t0 = loop.time();
    const auto follow = [](std::string name) { print("follow-up of", name); };
    const auto show_both = [&](std::string name) {
        print("timer", name);
        loop.call_soon(follow, name);
    };
    loop.call_at(t0 + 50ms, show_both, "late A");
    loop.call_at(t0 + 50ms, show_both, "late B");
    loop.call_at(t0 + 10ms, show_both, "early A");
    loop.call_at(t0 + 10ms, show_both, "early B");
    loop.call_at(t0 + 90ms, &EventLoop::stop, &loop);
    loop.run_forever();
    loop.close();
}

CONFORMS(024_timers_negative_delay) {
    EventLoop loop(options);
    const auto say = [](std::string_view name) { print(name); };
    loop.call_later(0s, say, "zero");
    loop.call_later(-1s, say, "minus one");
    loop.call_later(-3s, say, "minus three");
    loop.call_later(-2s, say, "minus two");
    loop.call_soon(say, "ready");
    loop.call_later(20ms, &EventLoop::stop, &loop);
    loop.run_forever();
    loop.close();
}

CONFORMS(025_timers_cancel) {
    EventLoop loop(options);
    const TimePoint t0 = loop.time();
    std::map<std::string, TimerHandle> timers;
    const auto killer = [&timers] {
        print("killer");
        timers["late"].cancel();
        timers["early"].cancel();
    };
    timers["never"] = loop.call_at(t0 + 10ms, show, "never");
    timers["early"] = loop.call_at(t0 + 20ms, show, "early");
    timers["killer"] = loop.call_at(t0 + 30ms, killer);
    timers["late"] = loop.call_at(t0 + 40ms, show, "late");
    timers["last"] = loop.call_at(t0 + 50ms, show, "last");
    timers["never"].cancel();
    timers["never"].cancel();
    loop.call_at(t0 + 60ms, &EventLoop::stop, &loop);
    loop.run_forever();
    for (const char* name : {"never", "early", "killer", "late", "last"})
        print(name, "cancelled:", timers[name].cancelled());
    loop.close();
}

CONFORMS(027_timers_many_cancelled) {
    EventLoop loop(options);
    const TimePoint t0 = loop.time();
    std::vector<TimerHandle> doomed;
    for (int i = 0; i < 300; ++i) {
        doomed.push_back(loop.call_at(t0 + 5ms + i * 100us, show, "doomed"));
        if (i % 60 == 0) loop.call_at(t0 + 50ms - i * 100us, show, "live " + std::to_string(i));
    }
    const auto cancel_rest = [&doomed] {
        print("cancelling the other half");
        for (std::size_t i = 1; i < doomed.size(); i += 2) doomed[i].cancel();
    };
    for (std::size_t i = 0; i < doomed.size(); i += 2) doomed[i].cancel();
    loop.call_soon(cancel_rest);
    loop.call_at(t0 + 70ms, &EventLoop::stop, &loop);
    loop.run_forever();
    print("end");
    loop.close();
}

CONFORMS(030_timers_reschedule_periodic) {
    EventLoop loop(options);
    const TimePoint t0 = loop.time();
    const std::function<void(int)> periodic = [&](int n) {
        print("periodic", n);
        if (n < 4)
            loop.call_at(t0 + 20ms * (n + 1), std::ref(periodic), n + 1);
        else
            loop.stop();
    };
    const auto show_once = [](std::string_view name) { print("one-shot", name); };
    loop.call_at(t0 + 20ms, std::ref(periodic), 1);
    loop.call_at(t0 + 70ms, show_once, "70");
    loop.call_at(t0 + 30ms, show_once, "30");
    loop.call_at(t0 + 50ms, show_once, "50");
    loop.run_forever();
    loop.close();
}

CONFORMS(031_timers_never_early) {
    EventLoop loop(options);
    const TimePoint t0 = loop.time();
    int early = 0;
    int backwards = 0;
    TimePoint last = t0;
    int fired = 0;
    const auto check = [&](TimePoint when) {
        const TimePoint now = loop.time();
        fired += 1;
        if (now < when) early += 1;
        if (now < last) backwards += 1;
        last = now;
    };
    for (int i = 1; i < 21; ++i) {
        const TimePoint when = t0 + i * 2ms;
        loop.call_at(when, check, when);
    }
    loop.call_at(t0 + 60ms, &EventLoop::stop, &loop);
    loop.run_forever();
    print("fired", fired, "early", early, "backwards", backwards);
    loop.close();
}

}  // namespace
