#include "tests/conformance/conformance.hpp"

#include <optional>
#include <string>
#include <thread>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

namespace zero_and_past {

Coro<std::string> body(int turns) {
    for (int i = 0; i < turns; ++i) {
        co_await sleep(0s);
        print("slept", i);
    }
    co_return "body ends";
}

Coro<> attempt(std::string label, Timeout cm, int turns) {
    try {
        const auto value =
            co_await async_with(cm, [&]() -> Coro<std::string> { co_return co_await body(turns); });
        print(value);
    } catch (const TimeoutError&) {
        print("TimeoutError");
    }
    print(label, turns, "expired:", cm.expired(), "requests:", current_task().cancelling());
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    for (int turns = 0; turns < 3; ++turns) {
        co_await attempt("zero", timeout(0s), turns);
        co_await attempt("negative", timeout(-1s), turns);
        co_await attempt("past", timeout_at(loop.time() - 1s), turns);
        co_await attempt("none", timeout(std::nullopt), turns);
        co_await attempt("none at", timeout_at(std::nullopt), turns);
    }
}

CONFORMS(timeout_zero_and_past) { run(async_main(), options); }

}  // namespace zero_and_past

namespace nested_same_turn {

Coro<> nested(std::string label, Duration outer_delay, Duration inner_delay, bool swallow) {
    Timeout outer = timeout(outer_delay);
    std::optional<Timeout> inner;
    try {
        co_await async_with(outer, [&]() -> Coro<> {
            try {
                inner.emplace(timeout(inner_delay));
                co_await async_with(*inner, [&]() -> Coro<> {
                    try {
                        co_await sleep(5s);
                    } catch (const CancelledError&) {
                        print("body cancelled, requests:", current_task().cancelling());
                        if (!swallow) throw;
                    }
                });
            } catch (const TimeoutError&) {
                print("inner TimeoutError");
            } catch (const CancelledError&) {
                print("inner CancelledError");
                throw;
            }
            co_await sleep(0s);
            print("outer goes on");
        });
    } catch (const TimeoutError&) {
        print("outer TimeoutError");
    }
    print(label, "outer:", outer.expired(), "inner:", inner->expired(),
          "requests:", current_task().cancelling());
}

Coro<> async_main() {
    for (const bool swallow : {false, true}) {
        co_await nested("both past", -1s, -1s, swallow);
        co_await nested("outer past", -1s, 5s, swallow);
        co_await nested("inner past", 5s, -1s, swallow);
        co_await nested("inner sooner", 30ms, 10ms, swallow);
        co_await nested("outer sooner", 10ms, 30ms, swallow);
    }
}

CONFORMS(timeout_nested_same_turn) { run(async_main(), options); }

}  // namespace nested_same_turn

namespace body_raises {

Coro<std::string> body(std::string how) {
    if (how == "raises") throw ValueError("body");
    if (how == "raises TimeoutError") throw TimeoutError("own");
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        if (how == "converts") throw ValueError("converted");
        if (how == "converts to TimeoutError") throw TimeoutError("own, converted");
        if (how == "returns") co_return "value";
        if (how == "new CancelledError") throw CancelledError("new");
        throw;
    }
    co_return "not reached";
}

Coro<> async_main() {
    const AnyTask me = current_task();
    for (const std::string how :
         {"raises", "raises TimeoutError", "converts", "converts to TimeoutError", "returns",
          "new CancelledError", "passes on"}) {
        Timeout cm = timeout(5ms);
        try {
            co_await async_with(cm, [&]() -> Coro<> {
                const auto value = co_await body(how);
                print("value", value);
            });
        } catch (const ValueError& error) {
            print("ValueError", error.what());
        } catch (const TimeoutError& error) {
            const bool own = std::string(error.what()).starts_with("own");
            print("TimeoutError", own ? "own" : "of the block");
        }
        print(how, "expired:", cm.expired(), "requests:", me.cancelling());
        co_await sleep(0s);
    }
}

CONFORMS(timeout_body_raises) { run(async_main(), options); }

}  // namespace body_raises

namespace misuse {

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    Timeout cm = timeout(1s);
    TimePoint at;
    try {
        cm.reschedule(loop.time() + 2s);
    } catch (const RuntimeError&) {
        print("reschedule before the block: RuntimeError");
    }
    co_await async_with(cm, [&]() -> Coro<> {
        print("when is set:", cm.when().has_value());
        cm.reschedule(std::nullopt);
        print("when is set:", cm.when().has_value());
        at = loop.time() + 9s;
        cm.reschedule(at);
        print("when is as rescheduled:", cm.when() == at);
        try {
            co_await async_with(cm, []() -> Coro<> {
                print("not reached");
                co_return;
            });
        } catch (const RuntimeError&) {
            print("entered twice: RuntimeError");
        }
    });
    try {
        co_await async_with(cm, []() -> Coro<> {
            print("not reached");
            co_return;
        });
    } catch (const RuntimeError&) {
        print("entered again: RuntimeError");
    }
    print("when is as rescheduled:", cm.when() == at);
}

CONFORMS(timeout_misuse) { run(async_main(), options); }

}  // namespace misuse

namespace rescheduled_inside {

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    Timeout first = timeout(-1s);
    co_await async_with(first, [&](Timeout& cm) -> Coro<> {
        // the expiry is queued already, but a reschedule takes it back
        cm.reschedule(loop.time() + 5s);
        co_await sleep(0s);
        co_await sleep(0s);
        print("taken back");
    });
    print("expired:", first.expired());
    Timeout second = timeout(5s);
    try {
        co_await async_with(second, [&](Timeout& cm) -> Coro<> {
            loop.call_soon(&Timeout::reschedule, &cm, loop.time() - 1s);
            for (int i = 0; i < 5; ++i) {
                co_await sleep(0s);
                print("slept", i);
            }
        });
    } catch (const TimeoutError&) {
        print("TimeoutError");
    }
    print("expired:", second.expired());
    Timeout third = timeout(std::nullopt);
    try {
        co_await async_with(third, [&](Timeout& cm) -> Coro<> {
            loop.call_later(10ms, &Timeout::reschedule, &cm, loop.time() + 20ms);
            co_await sleep(5s);
        });
    } catch (const TimeoutError&) {
        print("TimeoutError");
    }
    print("expired:", third.expired());
}

CONFORMS(timeout_rescheduled_inside) { run(async_main(), options); }

}  // namespace rescheduled_inside

namespace blocked_past_deadline {

Coro<> async_main() {
    try {
        co_await async_with(timeout(10ms), []() -> Coro<> {
            std::this_thread::sleep_for(30ms);
            print("blocked");
            co_await sleep(0s);
            print("one yield survived");
            co_await sleep(0s);
            print("not reached");
        });
    } catch (const TimeoutError&) {
        print("TimeoutError");
    }
    Timeout cm = timeout(10ms);
    co_await async_with(cm, []() -> Coro<> {
        std::this_thread::sleep_for(30ms);
        co_return;
    });
    print("expired:", cm.expired(), "requests:", current_task().cancelling());
    co_await sleep(0s);
    co_await sleep(0s);
    print("end");
}

CONFORMS_IN_REAL_TIME(timeout_blocked_past_deadline) { run(async_main(), options); }

}  // namespace blocked_past_deadline

}  // namespace
