#include "tests/conformance/conformance.hpp"

#include <exception>
#include <optional>
#include <string>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

Coro<> failing(Duration delay) {
    co_await sleep(delay);
    throw ValueError("failed");
}

/// A child that says so when it is cancelled, and when it is not.
Coro<> child(std::string name, Duration delay = 5s) {
    try {
        co_await sleep(delay);
    } catch (const CancelledError&) {
        print(name, "cancelled");
        throw;
    }
    print(name, "finished");
}

namespace lost_cancel {

Coro<> clumsy() {
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        throw ValueError("clean-up failed");
    }
}

Coro<> group_of_one() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
        group.create_task(clumsy());
        co_return;
    });
}

Coro<std::string> owner() {
    const AnyTask task = current_task();
    try {
        co_await group_of_one();
    } catch (const ExceptionGroup& group) {
        print(group.what(), "requests:", task.cancelling());
        for (const auto& error : group.exceptions()) print(type_name(error), message_of(error));
    }
    print("goes on until the next await");
    try {
        co_await sleep(0s);
    } catch (const CancelledError&) {
        print("CancelledError, requests:", task.cancelling());
    }
    co_await sleep(0s);
    print("only once");
    co_return "swallowed";
}

Coro<std::string> forgetful() {
    try {
        co_await group_of_one();
    } catch (const ExceptionGroup&) {
        print("handled, and no await comes");
    }
    co_return "lost";
}

Coro<> async_main() {
    auto t = create_task(owner());
    co_await sleep(10ms);
    t.cancel();
    const std::string result = co_await t;
    print(result, t.cancelling());

    t = create_task(forgetful());
    co_await sleep(10ms);
    t.cancel();
    co_await wait(t);
    print("cancelled:", t.cancelled());
}

CONFORMS(taskgroup_lost_cancel) { run(async_main(), options); }

}  // namespace lost_cancel

namespace outer_fails {

Coro<> sleeper(std::string name) {
    const auto clean_up = [&](std::exception_ptr error) -> Coro<> {
        if (!is_cancellation(error)) co_return;
        print(name, "cancelled");
        co_await sleep(10ms);
        print(name, "cleaned up");
    };
    co_await try_finally([]() -> Coro<> { co_await sleep(5s); }, clean_up);
}

Coro<> inner(std::string name) {
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
            group.create_task(sleeper(name));
            co_await sleep(5s);
        });
    } catch (const CancelledError&) {
        print("inner", name, "cancelled, requests:", current_task().cancelling());
        throw;
    }
}

Coro<> async_main() {
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& outer) -> Coro<> {
            outer.create_task(failing(10ms));
            co_await inner("in the body");
            print("never printed");
        });
    } catch (const ExceptionGroup& group) {
        print(group.what(), "requests:", current_task().cancelling());
    }

    try {
        co_await async_with(TaskGroup(), [](TaskGroup& outer) -> Coro<> {
            outer.create_task(inner("in a child"));
            outer.create_task(failing(10ms));
            co_return;
        });
    } catch (const ExceptionGroup& group) {
        print(group.what(), "requests:", current_task().cancelling());
    }

    try {
        co_await async_with(TaskGroup(), [](TaskGroup& outer) -> Coro<> {
            outer.create_task(failing(0s));
            co_await async_with(TaskGroup(), [](TaskGroup& its) -> Coro<> {
                its.create_task(failing(0s));
                co_await sleep(5s);
            });
        });
    } catch (const ExceptionGroup& group) {
        const auto& errors = group.exceptions();
        print(group.what(), type_name(errors.at(0)), type_name(errors.at(1)));
    }
    print("requests:", current_task().cancelling());
    co_await sleep(0s);
    print("end");
}

CONFORMS(taskgroup_outer_fails) { run(async_main(), options); }

}  // namespace outer_fails

namespace with_timeouts {

Coro<> limited() {
    try {
        co_await async_with(timeout(10ms), []() -> Coro<> { co_await child("c"); });
    } catch (const TimeoutError&) {
        print("c was too slow");
    }
}

Coro<> slow() {
    co_await try_finally([]() -> Coro<> { co_await sleep(5s); },
                         [](std::exception_ptr error) -> Coro<> {
                             if (!is_cancellation(error)) co_return;
                             print("cleaning up");
                             co_await sleep(50ms);
                             print("cleaned up");
                         });
}

Coro<> async_main() {
    const AnyTask task = current_task();
    try {
        co_await async_with(timeout(10ms), []() -> Coro<> {
            co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
                group.create_task(child("a"));
                co_return;
            });
        });
    } catch (const TimeoutError&) {
        print("TimeoutError, requests:", task.cancelling());
    }

    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(child("b"));
            co_await async_with(timeout(10ms), []() -> Coro<> { co_await sleep(5s); });
        });
    } catch (const ExceptionGroup& group) {
        for (const auto& error : group.exceptions())
            print(type_name(error), "requests:", task.cancelling());
    }

    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
        group.create_task(limited());
        group.create_task(child("d", 30ms));
        co_return;
    });

    auto scope = timeout(5s);
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
            group.create_task(failing(10ms));
            co_await async_with(scope, []() -> Coro<> { co_await sleep(5s); });
        });
    } catch (const ExceptionGroup& group) {
        print(group.what(), "expired:", scope.expired());
    }

    try {
        co_await async_with(timeout(30ms), []() -> Coro<> {
            co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
                group.create_task(slow());
                group.create_task(failing(10ms));
                co_return;
            });
        });
    } catch (...) {
        print(type_name(std::current_exception()), "requests:", task.cancelling());
    }
    try {
        co_await sleep(0s);
        print("not cancelled");
    } catch (const CancelledError&) {
        print("cancelled");
    }
}

CONFORMS(taskgroup_with_timeouts) { run(async_main(), options); }

}  // namespace with_timeouts

namespace by_hand {

Coro<> raises() {
    throw CancelledError("by hand");
    co_return;
}

Coro<int> swallows() {
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        print("swallowed");
    }
    co_return 7;
}

Coro<> async_main() {
    const AnyTask task = current_task();
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(child("a"));
            co_await sleep(0s);
            throw CancelledError("mine");
        });
    } catch (const CancelledError& error) {
        print("CancelledError", error.message(), "requests:", task.cancelling());
    }

    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
            group.create_task(child("b"));
            co_await sleep(0s);
            task.cancel();
            print("body ends");
        });
    } catch (const CancelledError&) {
        print("CancelledError, requests:", task.cancelling());
    }
    task.uncancel();

    co_await async_with(TaskGroup(), [&]() -> Coro<> {
        task.cancel();
        co_return;
    });
    print("no wait, requests:", task.cancelling());
    try {
        co_await sleep(0s);
    } catch (const CancelledError&) {
        print("CancelledError at the next await");
    }
    task.uncancel();

    Task<> t;
    Task<int> u;
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
        t = group.create_task(raises());
        u = group.create_task(swallows());
        co_await sleep(0s);
        u.cancel();
    });
    print("cancelled:", t.cancelled(), u.result());

    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(child("c"));
            const auto d = group.create_task(child("d"));
            co_await sleep(0s);
            d.cancel();
            co_await d;
        });
    } catch (const CancelledError&) {
        print("CancelledError of d, requests:", task.cancelling());
    }
}

CONFORMS(taskgroup_cancelled_by_hand) { run(async_main(), options); }

}  // namespace by_hand

namespace crosses_failure {

Coro<> owner(std::string name, bool waits) {
    const AnyTask task = current_task();
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
            group.create_task(failing(0s));
            if (waits) co_await sleep(5s);
        });
    } catch (...) {
        print(name, type_name(std::current_exception()), "requests:", task.cancelling());
    }
    try {
        co_await sleep(0s);
        print(name, "goes on");
    } catch (const CancelledError&) {
        print(name, "cancelled afterwards, requests:", task.cancelling());
    }
}

Coro<> async_main() {
    for (const bool waits : {true, false}) {
        const std::string where = waits ? "in the body" : "in the group's wait";
        for (int turns = 0; turns < 6; ++turns) {
            const auto t = create_task(owner(where + " after " + std::to_string(turns), waits));
            for (int i = 0; i < turns; ++i) co_await sleep(0s);
            t.cancel();
            co_await wait(t);
            print("cancelled:", t.cancelled());
        }
    }
}

CONFORMS(taskgroup_cancel_crosses_failure) { run(async_main(), options); }

}  // namespace crosses_failure

namespace again_and_again {

Coro<> slow(std::string name) {
    for (int i = 0; i < 3; ++i) {
        try {
            co_await sleep(20ms);
        } catch (const CancelledError&) {
            print(name, "refuses", i);
        }
    }
}

Coro<> owner() {
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(slow("a"));
            co_return;
        });
    } catch (const CancelledError& error) {
        print("CancelledError", error.message(), "requests:", current_task().cancelling());
        throw;
    }
}

Coro<> async_main() {
    const auto t = create_task(owner());
    co_await sleep(10ms);
    for (int i = 0; i < 3; ++i) {
        print("cancel:", t.cancel("message " + std::to_string(i)));
        co_await sleep(5ms);
    }
    co_await wait(t);
    print("cancelled:", t.cancelled());
}

CONFORMS(taskgroup_cancelled_again_and_again) { run(async_main(), options); }

}  // namespace again_and_again

}  // namespace
