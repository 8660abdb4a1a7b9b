#include "tests/conformance/conformance.hpp"

#include <exception>
#include <string>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

/// The message of a cancellation, "none" if there is none.
std::string message(const CancelledError& error) {
    return error.message().empty() ? "none" : error.message();
}

namespace self_then_ends {

Coro<std::string> child(std::string how) {
    const AnyTask me = current_task();
    me.cancel("from " + how);
    if (how == "return") {
        co_return "value";
    } else if (how == "raise") {
        throw ValueError("instead");
    } else if (how == "await a done future") {
        const auto future = get_running_loop().create_future<std::string>();
        future.set_result("done");
        co_return co_await future;
    } else if (how == "sleep") {
        co_await sleep(5s);
    } else if (how == "sleep zero") {
        co_await sleep(0s);
    } else if (how == "catch") {
        try {
            co_await sleep(0s);
        } catch (const CancelledError& error) {
            print("caught", error.message(), "requests:", me.cancelling());
        }
        co_await sleep(0s);
        co_return "value";
    } else if (how == "uncancel") {
        print("uncancel gives", me.uncancel());
        co_await sleep(0s);
        co_return "value";
    } else if (how == "twice") {
        me.cancel("second");
        try {
            co_await sleep(0s);
        } catch (const CancelledError& error) {
            print("caught", error.message(), "requests:", me.cancelling());
        }
        co_await sleep(0s);
        co_return "only one was delivered";
    }
    co_return "not reached";
}

Coro<> async_main() {
    for (const char* how : {"return", "raise", "await a done future", "sleep", "sleep zero",
                            "catch", "uncancel", "twice"}) {
        const auto t = create_task(child(how));
        try {
            const auto value = co_await t;
            print(how, "->", value);
        } catch (const ValueError& error) {
            print(how, "-> ValueError", error.what());
        } catch (const CancelledError& error) {
            print(how, "-> CancelledError", error.message());
        }
        print("cancelled:", t.cancelled(), "requests:", t.cancelling());
    }
}

CONFORMS(cancel_self_then_ends) { run(async_main(), options); }

}  // namespace self_then_ends

namespace before_start_taken_back {

Coro<> child(std::string name) {
    print(name, "runs");
    try {
        co_await sleep(0s);
        print(name, "slept");
    } catch (const CancelledError& error) {
        print(name, "cancelled", message(error));
        throw;
    }
}

Coro<> async_main() {
    const auto a = create_task(child("a"));
    const auto b = create_task(child("b"));
    const auto c = create_task(child("c"));
    a.cancel("taken back");
    print("a:", a.uncancel());
    b.cancel("one");
    b.cancel("two");
    print("b:", b.uncancel());
    c.cancel("one");
    c.cancel("two");
    co_await wait(a, b, c);
    for (const auto& t : {a, b, c}) {
        print("cancelled:", t.cancelled(), "requests:", t.cancelling());
        try {
            co_await t;
        } catch (const CancelledError& error) {
            print("message:", error.message());
        }
    }
}

CONFORMS(cancel_before_start_taken_back) { run(async_main(), options); }

}  // namespace before_start_taken_back

namespace uncancel_delivered {

Coro<std::string> sleeper() {
    const AnyTask me = current_task();
    for (int i = 0; i < 3; ++i) {
        try {
            co_await sleep(i == 1 ? 0s : 5s);
            print("slept", i);
        } catch (const CancelledError& error) {
            print("cancelled", i, error.message(), "requests:", me.cancelling());
        }
    }
    co_return "end";
}

Coro<> async_main() {
    const auto t = create_task(sleeper());
    co_await sleep(0s);
    t.cancel("waiting on a timer");
    print("uncancel:", t.uncancel());
    co_await sleep(0s);
    // now it is in sleep(0): the request is pending
    t.cancel("in a bare yield");
    print("uncancel:", t.uncancel());
    co_await sleep(0s);
    t.cancel("in the last sleep");
    const auto result = co_await t;
    print(result, "cancelled:", t.cancelled(), "requests:", t.cancelling());
}

CONFORMS(cancel_uncancel_delivered) { run(async_main(), options); }

}  // namespace uncancel_delivered

namespace raised_by_hand {

Coro<> by_hand() {
    co_await sleep(0s);
    throw CancelledError("by hand");
}

Coro<> converts() {
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        throw ValueError("converted");
    }
}

Coro<> replaces() {
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        throw CancelledError("replaced");
    }
}

Coro<> async_main() {
    auto t = create_task(by_hand());
    try {
        co_await t;
    } catch (const CancelledError& error) {
        print("caught", error.message());
    }
    print("cancelled:", t.cancelled(), "requests:", t.cancelling());
    t = create_task(converts());
    co_await sleep(0s);
    t.cancel();
    try {
        co_await t;
    } catch (const ValueError& error) {
        print("caught", error.what());
    }
    print("cancelled:", t.cancelled(), "requests:", t.cancelling());
    t = create_task(replaces());
    co_await sleep(0s);
    t.cancel("original");
    try {
        co_await t;
    } catch (const CancelledError& error) {
        print("caught", error.message());
    }
    print("cancelled:", t.cancelled(), "requests:", t.cancelling());
    print("cancel of a done task:", t.cancel(), t.cancelling());
    try {
        co_await by_hand();
    } catch (const CancelledError& error) {
        print("caught inline", error.message(), "requests:", current_task().cancelling());
    }
}

CONFORMS(cancel_raised_by_hand) { run(async_main(), options); }

}  // namespace raised_by_hand

namespace in_cleanup {

Coro<> stubborn(int times) {
    const AnyTask me = current_task();
    while (true) {
        try {
            co_await sleep(5s);
        } catch (const CancelledError& error) {
            times -= 1;
            print("cancelled", error.message(), "requests:", me.cancelling(), "left:", times);
            if (times == 0) throw;
        }
    }
}

Coro<> async_main() {
    const auto t = create_task(stubborn(3));
    co_await sleep(0s);
    int n = 0;
    while (!t.done()) {
        n += 1;
        t.cancel("request " + std::to_string(n));
        co_await sleep(0s);
    }
    print("done after", n, "cancelled:", t.cancelled(), "requests:", t.cancelling());
    try {
        co_await t;
    } catch (const CancelledError& error) {
        print("main caught", error.message());
    }
}

CONFORMS(cancel_in_cleanup) { run(async_main(), options); }

}  // namespace in_cleanup

namespace main_is_cancelled {

Coro<> canceller(AnyTask t) {
    co_await sleep(0s);
    print("cancelling main");
    t.cancel("from a child");
}

Coro<> async_main() {
    create_task(canceller(current_task()));
    try {
        co_await sleep(5s);
    } catch (const CancelledError& error) {
        print("main cancelled", error.message());
        throw;
    }
}

Coro<std::string> cancels_itself() {
    current_task().cancel();
    co_return "lost";
}

CONFORMS(cancel_main) {
    try {
        run(async_main(), options);
    } catch (const CancelledError& error) {
        print("run raises CancelledError", error.message());
    }
    try {
        print(run(cancels_itself(), options));
    } catch (const CancelledError&) {
        print("run raises CancelledError again");
    }
}

}  // namespace main_is_cancelled

}  // namespace
