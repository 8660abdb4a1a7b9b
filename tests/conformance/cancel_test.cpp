#include "tests/conformance/conformance.hpp"

#include <exception>
#include <string>
#include <vector>

// Python awaits in `except` and `finally`; C++ allows no co_await in a handler. So the programs
// that do keep the exception, leave the handler, and throw it on afterwards.

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;

namespace case_100 {

Coro<> child() {
    struct Finally {
        ~Finally() { print("child finally must not run"); }
    };
    print("child body must not run");
    const Finally finally;
    co_await sleep(0s);
}

Coro<> async_main() {
    const auto t = create_task(child());
    print("cancel:", t.cancel());
    print("done at once:", t.done(), "cancelled at once:", t.cancelled());
    try {
        co_await t;
    } catch (const CancelledError&) {
        print("main caught", "CancelledError");
    }
    print("done:", t.done(), "cancelled:", t.cancelled());
}

CONFORMS(100_cancel_before_start) { run(async_main(), options); }

}  // namespace case_100

namespace case_102 {

Coro<> inner() {
    std::exception_ptr cancelled;
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    if (cancelled) {
        print("inner cancelled, cleaning up");
        co_await sleep(10ms);
        print("inner cleaned up");
        std::rethrow_exception(cancelled);
    }
}

Coro<> outer(Task<> t) {
    try {
        co_await t;
    } catch (const CancelledError&) {
        print("outer cancelled, inner done:", t.done());
        throw;
    }
}

Coro<> async_main() {
    const auto i = create_task(inner());
    const auto o = create_task(outer(i));
    co_await sleep(10ms);
    o.cancel();
    print("requests: outer", o.cancelling(), "inner", i.cancelling());
    try {
        co_await o;
    } catch (const CancelledError&) {
        print("outer", o.cancelled(), "inner", i.cancelled());
    }
}

CONFORMS(102_cancel_propagates_to_inner_task) { run(async_main(), options); }

}  // namespace case_102

namespace case_103 {

Coro<std::string> child() {
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        print("suppressed");
    }
    print("requests:", current_task().cancelling());
    co_await sleep(10ms);
    print("slept again");
    co_return "value";
}

Coro<> async_main() {
    const auto t = create_task(child());
    co_await sleep(0s);
    t.cancel();
    const auto result = co_await t;
    print("result", result);
    print("cancelled:", t.cancelled(), "requests:", t.cancelling());
}

CONFORMS(103_cancel_suppressed) { run(async_main(), options); }

}  // namespace case_103

namespace case_104 {

Coro<> child() {
    std::exception_ptr error;
    try {
        co_await sleep(5s);
    } catch (...) {
        error = std::current_exception();
    }
    try {
        print("inner finally begins");
        co_await sleep(10ms);
        print("inner finally ends");
    } catch (...) {
        error = std::current_exception();
    }
    print("outer finally begins");
    co_await sleep(10ms);
    print("outer finally ends");
    if (error) std::rethrow_exception(error);
}

Coro<> async_main() {
    const auto t = create_task(child());
    co_await sleep(0s);
    t.cancel();
    co_await sleep(0s);
    print("one iteration later, done:", t.done());
    co_await wait(t);
    print("cancelled:", t.cancelled());
}

CONFORMS(104_cancel_finally_awaits) { run(async_main(), options); }

}  // namespace case_104

namespace case_105 {

Coro<std::string> child() {
    try {
        co_await sleep(5s);
        co_return "not cancelled";
    } catch (const CancelledError&) {
        print("first CancelledError");
    }
    try {
        co_await sleep(5s);
        print("never printed");
    } catch (const CancelledError&) {
        print("second CancelledError, requests:", current_task().cancelling());
    }
    co_return "after two";
}

Coro<> async_main() {
    const auto t = create_task(child());
    co_await sleep(0s);
    print("cancel 1:", t.cancel());
    co_await sleep(0s);
    print("cancel 2:", t.cancel());
    const auto result = co_await t;
    print("result:", result, "cancelled:", t.cancelled());
}

CONFORMS(105_cancel_twice_interrupts_cleanup) { run(async_main(), options); }

}  // namespace case_105

namespace case_107 {

Coro<> child() {
    const AnyTask me = current_task();
    print("start", me.cancelling(), "uncancel gives", me.uncancel());
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        print("caught with", me.cancelling());
        print("uncancel gives", me.uncancel());
        print("uncancel gives", me.uncancel());
    }
    co_await sleep(10ms);
    print("went on with", me.cancelling());
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        print("caught with", me.cancelling());
        print("uncancel gives", me.uncancel());
    }
}

Coro<> async_main() {
    const auto t = create_task(child());
    co_await sleep(10ms);
    t.cancel();
    co_await sleep(40ms);
    t.cancel();
    t.cancel();
    print("two more requests", t.cancelling());
    co_await t;
    print("end", t.cancelling());
}

CONFORMS(107_cancel_counts) { run(async_main(), options); }

}  // namespace case_107

namespace case_108 {

Coro<> inner() {
    try {
        co_await sleep(5s);
    } catch (const CancelledError& error) {
        print("inner sees:", error.message());
        throw;
    }
}

Coro<> outer(Task<> t) {
    try {
        co_await t;
    } catch (const CancelledError& error) {
        print("outer sees:", error.message());
        throw;
    }
}

Coro<> async_main() {
    const auto i = create_task(inner());
    const auto o = create_task(outer(i));
    co_await sleep(0s);
    co_await sleep(0s);
    o.cancel("time to go");
    try {
        co_await o;
    } catch (const CancelledError& error) {
        print("main sees:", error.message());
    }
    const auto t = create_task(inner());
    t.cancel("never started");
    try {
        co_await t;
    } catch (const CancelledError& error) {
        print("main sees:", error.message());
    }
    const auto future = get_running_loop().create_future();
    future.cancel("future message");
    try {
        co_await future;
    } catch (const CancelledError& error) {
        print("main sees:", error.message());
    }
}

CONFORMS(108_cancel_message) { run(async_main(), options); }

}  // namespace case_108

namespace case_110 {

Coro<> child() { co_await sleep(5s); }

Coro<std::string> parent(Task<> t) {
    try {
        co_await t;
    } catch (const CancelledError&) {
        print("parent caught, own requests:", current_task().cancelling());
    }
    co_await sleep(0s);
    co_return "parent result";
}

Coro<> careless_parent(Task<> t) { co_await t; }

Coro<> async_main() {
    const auto t = create_task(child());
    const auto p = create_task(parent(t));
    const auto q = create_task(careless_parent(t));
    co_await sleep(10ms);
    t.cancel();
    print(co_await p);
    print("parent cancelled:", p.cancelled());
    print("careless cancelled:", q.cancelled(), "requests:", q.cancelling());
}

CONFORMS(110_cancel_awaiter_is_not_cancelled) { run(async_main(), options); }

}  // namespace case_110

}  // namespace
