#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

namespace under_cancellation {

Coro<std::string> work(std::string name, Duration clean_up_for = 20ms) {
    const std::string result = co_await try_finally(
        [&]() -> Coro<std::string> {
            print(name, "works");
            co_await sleep(50ms);
            print(name, "has worked");
            co_return name;
        },
        [&]() -> Coro<> {
            print(name, "cleans up, requests:", current_task().cancelling());
            co_await sleep(clean_up_for);
            print(name, "is clean");
        });
    co_return result;
}

Coro<> run_and_cancel(std::string name, std::vector<Duration> cancel_at) {
    const auto t = create_task(work(name));
    for (const Duration delay : cancel_at) {
        co_await sleep(delay);
        print("cancel", name, t.cancel());
    }
    try {
        const std::string result = co_await t;
        print("result", result);
    } catch (const CancelledError&) {
        print("CancelledError, requests:", t.cancelling());
    }
}

Coro<> async_main() {
    const std::vector<Duration> at_once{0s};
    const std::vector<Duration> in_the_body{10ms};
    const std::vector<Duration> in_the_clean_up{60ms};
    const std::vector<Duration> twice{10ms, 10ms};
    co_await run_and_cancel("a", {});
    co_await run_and_cancel("b", in_the_body);
    co_await run_and_cancel("c", twice);
    co_await run_and_cancel("d", in_the_clean_up);
    co_await run_and_cancel("e", at_once);

    try {
        co_await async_with(timeout(10ms), []() -> Coro<> { co_await work("f"); });
    } catch (const TimeoutError&) {
        print("TimeoutError after the clean-up");
    }
    try {
        co_await wait_for(work("g", 0s), 10ms);
    } catch (const TimeoutError&) {
        print("TimeoutError after the clean-up");
    }
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
        const auto t = group.create_task(work("h"));
        co_await sleep(10ms);
        t.cancel();
    });
    print("end");
}

CONFORMS(finally_under_cancellation) { run(async_main(), options); }

}  // namespace under_cancellation

namespace replaces {

Coro<std::string> work(bool fails, bool clean_up_fails) {
    const std::string result = co_await try_finally(
        [&]() -> Coro<std::string> {
            co_await sleep(0s);
            if (fails) throw ValueError("body");
            co_return "result";
        },
        [&]() -> Coro<> {
            co_await sleep(0s);
            if (clean_up_fails) throw LookupError("clean-up");
        });
    co_return result;
}

Coro<> nested() {
    const auto inner = []() -> Coro<> {
        co_await try_finally([]() -> Coro<> { co_await sleep(5s); },
                             []() -> Coro<> {
                                 co_await sleep(10ms);
                                 print("inner clean-up");
                             });
    };
    co_await try_finally(inner, []() -> Coro<> {
        co_await sleep(10ms);
        print("outer clean-up");
    });
}

Coro<> clumsy() {
    co_await try_finally([]() -> Coro<> { co_await sleep(5s); },
                         []() -> Coro<> {
                             co_await sleep(0s);
                             throw LookupError("clumsy");
                         });
}

Coro<> async_main() {
    for (const bool fails : {false, true}) {
        for (const bool clean_up_fails : {false, true}) {
            try {
                const std::string result = co_await work(fails, clean_up_fails);
                print(result);
            } catch (const std::exception&) {
                const auto error = std::current_exception();
                print(type_name(error), message_of(error));
            }
        }
    }

    auto t = create_task(nested());
    co_await sleep(10ms);
    t.cancel();
    try {
        co_await t;
    } catch (const CancelledError&) {
        print("CancelledError");
    }

    t = create_task(clumsy());
    co_await sleep(10ms);
    t.cancel();
    try {
        co_await t;
    } catch (const LookupError& error) {
        print("LookupError", error.what(), "cancelled:", t.cancelled());
    }
}

CONFORMS(finally_replaces) { run(async_main(), options); }

}  // namespace replaces

namespace except {

Coro<std::string> ask(std::string where) {
    print("asking", where);
    co_await sleep(10ms);
    if (where == "near") throw TimeoutError("too slow");
    if (where == "nowhere") throw ValueError("no such place");
    co_return "answer from " + where;
}

Coro<std::string> answer(std::string first, std::string second) {
    const std::string result =
        co_await try_except([&]() -> Coro<std::string> { co_return co_await ask(first); },
                            [&](const TimeoutError& error) -> Coro<std::string> {
                                co_await sleep(10ms);
                                print("TimeoutError", error.what());
                                co_return co_await ask(second);
                            });
    co_return result;
}

Coro<> attempt(std::string first, std::string second) {
    try {
        const std::string result = co_await answer(first, second);
        print(result);
    } catch (const std::exception&) {
        const auto error = std::current_exception();
        print(type_name(error), message_of(error));
    }
}

Coro<> stops_when_cancelled() {
    co_await try_except(
        []() -> Coro<> {
            co_await sleep(5s);
            print("never printed");
        },
        [](const CancelledError& error) -> Coro<> {
            co_await sleep(10ms);
            print("stopped:", error.message());
        });
}

Coro<> async_main() {
    co_await attempt("far", "never asked");
    co_await attempt("near", "far");
    co_await attempt("near", "nowhere");
    co_await attempt("nowhere", "far");
    co_await attempt("near", "near");

    const auto stops = create_task(stops_when_cancelled());
    co_await sleep(10ms);
    stops.cancel("enough");
    co_await stops;
    print("cancelled:", stops.cancelled(), "requests:", stops.cancelling());

    const auto t = create_task(answer("near", "far"));
    co_await sleep(15ms);
    t.cancel();
    try {
        co_await t;
    } catch (const CancelledError&) {
        print("CancelledError");
    }
}

CONFORMS(except_that_awaits) { run(async_main(), options); }

}  // namespace except

}  // namespace
