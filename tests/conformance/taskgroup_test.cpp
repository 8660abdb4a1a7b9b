#include "tests/conformance/conformance.hpp"

#include <string>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

namespace case_190 {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    print("finished", name);
    co_return name;
}

Coro<> async_main() {
    Task<std::string> a;
    Task<std::string> b;
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
        a = group.create_task(child("a", 40ms));
        b = group.create_task(child("b", 10ms));
        print("body ends");
        co_return;
    });
    print("after the group:", a.result(), b.result());
}

CONFORMS(190_taskgroup_waits_for_all) { run(async_main(), options); }

}  // namespace case_190

namespace case_191 {

Coro<> sibling() {
    co_await try_finally([]() -> Coro<> { co_await sleep(5s); },
                         [](std::exception_ptr error) -> Coro<> {
                             if (!is_cancellation(error)) co_return;
                             print("sibling cancelled");
                             co_await sleep(10ms);
                             print("sibling cleaned up");
                         });
}

Coro<> failing() {
    co_await sleep(10ms);
    print("failing");
    throw ValueError("child failed");
}

Coro<> async_main() {
    Task<> s;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
            s = group.create_task(sibling());
            group.create_task(failing());
            co_return;
        });
        print("never printed");
    } catch (const ExceptionGroup& group) {
        print("group of", group.exceptions().size());
        for (const auto& error : group.exceptions()) print(type_name(error), message_of(error));
    }
    print("sibling cancelled:", s.cancelled());
}

CONFORMS(191_taskgroup_child_failure) { run(async_main(), options); }

}  // namespace case_191

namespace case_192 {

Coro<> child() {
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        print("child cancelled");
        throw;
    }
}

Coro<> async_main() {
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(child());
            co_await sleep(10ms);
            print("body fails");
            throw ValueError("body failed");
        });
    } catch (const ExceptionGroup& group) {
        std::string line = "group:";
        for (const auto& error : group.exceptions())
            line += " " + type_name(error) + ":" + message_of(error);
        print(line);
    }
}

CONFORMS(192_taskgroup_body_error) { run(async_main(), options); }

}  // namespace case_192

namespace case_194 {

Coro<> sleeper(std::string name) {
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        print(name, "cancelled");
        throw;
    }
}

Coro<> failing() {
    co_await sleep(10ms);
    throw ValueError("deep");
}

void show(const std::exception_ptr& exception, const std::string& indent = "") {
    try {
        std::rethrow_exception(exception);
    } catch (const ExceptionGroup& group) {
        print(indent + "group");
        for (const auto& error : group.exceptions()) show(error, indent + "  ");
    } catch (...) {
        print(indent + type_name(exception), message_of(exception));
    }
}

Coro<> async_main() {
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& outer) -> Coro<> {
            outer.create_task(sleeper("outer sleeper"));
            co_await async_with(TaskGroup(), [](TaskGroup& inner) -> Coro<> {
                inner.create_task(sleeper("inner sleeper"));
                inner.create_task(failing());
                co_return;
            });
            print("never printed");
        });
    } catch (const ExceptionGroup&) {
        show(std::current_exception());
    }
}

CONFORMS(194_taskgroup_nested) { run(async_main(), options); }

}  // namespace case_194

namespace case_195 {

Coro<> child() {
    print("never printed");
    co_return;
}

void attempt(const std::string& label, TaskGroup& group) {
    auto c = child();
    try {
        group.create_task(c);
        print(label, "-> ok");
    } catch (const RuntimeError&) {
        print(label, "-> RuntimeError");
        c.close();
    }
}

Coro<> async_main() {
    TaskGroup group;
    attempt("before entering", group);
    co_await async_with(group, []() -> Coro<> {
        print("inside");
        co_return;
    });
    attempt("after the end", group);
    try {
        co_await async_with(group, []() -> Coro<> {
            print("never printed");
            co_return;
        });
    } catch (const RuntimeError&) {
        print("entering again -> RuntimeError");
    }
}

CONFORMS(195_taskgroup_create_after_end) { run(async_main(), options); }

}  // namespace case_195

namespace case_197 {

Coro<> child() {
    co_await try_finally([]() -> Coro<> { co_await sleep(5s); },
                         [](std::exception_ptr error) -> Coro<> {
                             if (!is_cancellation(error)) co_return;
                             print("child cancelled");
                             co_await sleep(10ms);
                             print("child cleaned up");
                         });
}

Coro<> owner() {
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(child());
            co_return;
        });
    } catch (const CancelledError&) {
        print("owner gets CancelledError, requests:", current_task().cancelling());
        throw;
    }
}

Coro<> async_main() {
    const auto t = create_task(owner());
    co_await sleep(10ms);
    t.cancel();
    co_await wait(t);
    print("owner cancelled:", t.cancelled());
}

CONFORMS(197_taskgroup_external_cancel) { run(async_main(), options); }

}  // namespace case_197

namespace case_198 {

Coro<> child(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
        print("finished", name);
    } catch (const CancelledError&) {
        print("cancelled", name);
        throw;
    }
}

Coro<> async_main() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
        const auto a = group.create_task(child("a", 5s));
        group.create_task(child("b", 30ms));
        co_await sleep(0s);
        a.cancel();
        co_await sleep(10ms);
        print("body goes on");
    });
    print("group ended normally");
}

CONFORMS(198_taskgroup_child_cancelled_alone) { run(async_main(), options); }

}  // namespace case_198

}  // namespace
