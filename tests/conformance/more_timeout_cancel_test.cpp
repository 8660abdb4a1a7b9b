#include "tests/conformance/conformance.hpp"

#include <exception>
#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;

/// The message of a cancellation, "none" if there is none.
std::string message(const CancelledError& error) {
    return error.message().empty() ? "none" : error.message();
}

namespace external_cancel_orders {

Coro<std::string> work(std::string label, Timeout& cm) {
    try {
        co_await async_with(cm, []() -> Coro<> {
            try {
                co_await sleep(5s);
            } catch (const CancelledError& error) {
                print("body", message(error), "requests:", current_task().cancelling());
                throw;
            }
        });
    } catch (const TimeoutError&) {
        print(label, "TimeoutError requests:", current_task().cancelling());
    } catch (const CancelledError& error) {
        print(label, "CancelledError", message(error));
        throw;
    }
    co_return "end";
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    for (const std::string label :
         {"cancel first", "expiry first", "cancel a turn later", "cancel taken back"}) {
        Timeout cm = timeout(5s);
        const auto t = create_task(work(label, cm));
        const auto cancel = [t] { t.cancel("outside"); };
        co_await sleep(0s);
        if (label == "cancel first") {
            t.cancel("outside");
            cm.reschedule(loop.time() - 1s);
        } else if (label == "expiry first") {
            cm.reschedule(loop.time() - 1s);
            loop.call_soon(cancel);
        } else if (label == "cancel a turn later") {
            cm.reschedule(loop.time() - 1s);
            loop.call_soon([&loop, cancel] { loop.call_soon(cancel); });
        } else {
            cm.reschedule(loop.time() - 1s);
            loop.call_soon(cancel);
            loop.call_soon([t] { t.uncancel(); });
        }
        co_await wait(t);
        print("cancelled:", t.cancelled(), "expired:", cm.expired(), "requests:", t.cancelling());
    }
}

CONFORMS(timeout_external_cancel_orders) { run(async_main(), options); }

}  // namespace external_cancel_orders

namespace in_cancelled_task {

Coro<> work() {
    const AnyTask me = current_task();
    std::exception_ptr cancelled;
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    if (cancelled) {
        print("cleaning up, requests:", me.cancelling());
        try {
            co_await async_with(timeout(10ms), []() -> Coro<> { co_await sleep(5s); });
        } catch (const TimeoutError&) {
            print("clean-up timed out, requests:", me.cancelling());
        }
        try {
            co_await wait_for(sleep(5s), 10ms);
        } catch (const TimeoutError&) {
            print("wait_for timed out, requests:", me.cancelling());
        }
        std::rethrow_exception(cancelled);
    }
}

Coro<> async_main() {
    const auto t = create_task(work());
    co_await sleep(0s);
    t.cancel();
    co_await wait(t);
    print("cancelled:", t.cancelled(), "requests:", t.cancelling());
}

CONFORMS(timeout_in_cancelled_task) { run(async_main(), options); }

}  // namespace in_cancelled_task

namespace around_groups {

Coro<std::string> child(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
        print(name, "ends");
        co_return name;
    } catch (const CancelledError& error) {
        print(name, "cancelled", message(error));
        throw;
    }
}

Coro<> async_main() {
    try {
        co_await wait_for(gather(child("a", 5ms), child("b", 5s)), 20ms);
    } catch (const TimeoutError&) {
        print("gather: TimeoutError");
    }
    const auto a = create_task(child("c", 5s));
    try {
        co_await async_with(timeout(10ms), [&]() -> Coro<> { co_await wait(a); });
    } catch (const TimeoutError&) {
        print("wait: TimeoutError, task done:", a.done());
    }
    try {
        co_await async_with(timeout(10ms), [&]() -> Coro<> { co_await shield(a); });
    } catch (const TimeoutError&) {
        print("shield: TimeoutError, task done:", a.done());
    }
    try {
        co_await async_with(timeout(10ms), [&]() -> Coro<> { co_await a; });
    } catch (const TimeoutError&) {
        print("task: TimeoutError, task cancelled:", a.cancelled());
    }
    try {
        co_await async_with(timeout(10ms), []() -> Coro<> {
            co_await gather(return_exceptions, child("d", 5s), child("e", 0s));
            print("not reached");
        });
    } catch (const TimeoutError&) {
        print("gather with exceptions: TimeoutError");
    }
    print("requests:", current_task().cancelling());
}

CONFORMS(timeout_around_groups) { run(async_main(), options); }

}  // namespace around_groups

}  // namespace
