#include "tests/conformance/conformance.hpp"

#include <functional>
#include <optional>
#include <string>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

namespace failures_in_order {

Coro<> failing(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
    } catch (const CancelledError&) {
        print(name, "cancelled, fails instead");
        throw ValueError(name + " in its clean-up");
    }
    throw ValueError(name);
}

Coro<> async_main() {
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(failing("a", 0s));
            group.create_task(failing("b", 0s));
            group.create_task(failing("c", 5s));
            co_await try_except([]() -> Coro<> { co_await sleep(5s); },
                                [](const CancelledError&) -> Coro<> {
                                    print("body interrupted, requests:",
                                          current_task().cancelling());
                                    co_await sleep(10ms);
                                    print("body is not interrupted again");
                                    throw ValueError("body");
                                });
        });
    } catch (const ExceptionGroup& group) {
        print(group.what());
        for (const auto& error : group.exceptions()) print(type_name(error), message_of(error));
    }
    print("requests:", current_task().cancelling());

    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(failing("d", 0s));
            try {
                co_await sleep(5s);
            } catch (const CancelledError&) {
                print("swallowed");
            }
            print("body ends");
        });
    } catch (const ExceptionGroup& group) {
        print(group.what(), "requests:", current_task().cancelling());
    }

    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(failing("e", 10ms));
            co_return;
        });
    } catch (const ExceptionGroup& group) {
        print(group.what(), "requests:", current_task().cancelling());
    }
    co_await sleep(0s);
    print("end");
}

CONFORMS(taskgroup_failures_in_order) { run(async_main(), options); }

}  // namespace failures_in_order

namespace refusals {

Coro<> child(std::string name, Duration delay = 0s) {
    co_await sleep(delay);
    print("ran", name);
}

Coro<> failing() {
    throw ValueError("failed");
    co_return;
}

void attempt(const std::string& label, TaskGroup& group) {
    try {
        group.create_task(child(label));
        print(label, "-> ok");
    } catch (const RuntimeError& error) {
        print(label, "->", error.what());
    }
}

Coro<> late(TaskGroup& group) {
    co_await sleep(10ms);
    attempt("by a child while the group waits", group);
}

Coro<> stubborn(TaskGroup& group) {
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        attempt("by a child that is being cancelled", group);
    }
}

Coro<> enter_again(TaskGroup& group) {
    try {
        co_await async_with(group, []() -> Coro<> {
            print("never printed");
            co_return;
        });
    } catch (const RuntimeError& error) {
        print("entering again ->", error.what());
    }
}

Coro<> async_main() {
    {
        TaskGroup group;
        attempt("before", group);
        co_await async_with(group, [&]() -> Coro<> {
            attempt("inside", group);
            group.create_task(late(group));
            co_await enter_again(group);
        });
        attempt("after", group);
        co_await enter_again(group);
    }
    TaskGroup group;
    try {
        co_await async_with(group, [&]() -> Coro<> {
            group.create_task(stubborn(group));
            group.create_task(failing());
            try {
                co_await sleep(5s);
            } catch (const CancelledError&) {
                attempt("in the body after a failure", group);
            }
        });
    } catch (const ExceptionGroup& error) {
        print(error.what());
    }
    attempt("after a failure", group);
}

CONFORMS(taskgroup_refusals) { run(async_main(), options); }

}  // namespace refusals

namespace turns {

int turn = 0;

void count(EventLoop& loop) {
    ++turn;
    loop.call_soon(count, std::ref(loop));
}

Coro<> nothing() { co_return; }

Coro<> failing() {
    throw ValueError("failed");
    co_return;
}

Coro<> async_main() {
    turn = 0;
    get_running_loop().call_soon(count, std::ref(get_running_loop()));
    co_await sleep(0s);

    int before = turn;
    co_await async_with(TaskGroup(), nothing);
    print("empty:", turn - before);

    before = turn;
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
        group.create_task(nothing());
        co_return;
    });
    print("one that does nothing:", turn - before);

    before = turn;
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
        group.create_task(nothing());
        group.create_task(nothing());
        co_await sleep(0s);
        co_await sleep(0s);
        print("in the body:", turn - before);
    });
    print("two, waited for in the body:", turn - before);

    before = turn;
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(failing());
            co_return;
        });
    } catch (const ExceptionGroup&) {
        print("one that fails:", turn - before);
    }

    before = turn;
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(failing());
            group.create_task(sleep(5s));
            co_await sleep(5s);
        });
    } catch (const ExceptionGroup&) {
        print("one that fails beside others:", turn - before);
    }

    before = turn;
    try {
        co_await async_with(TaskGroup(), []() -> Coro<> {
            throw ValueError("body");
            co_return;
        });
    } catch (const ExceptionGroup&) {
        print("a body that fails alone:", turn - before);
    }
}

CONFORMS(taskgroup_turns) { run(async_main(), options); }

}  // namespace turns

namespace eagerly {

Coro<std::string> child(std::string name, std::optional<Duration> delay = {}, bool fails = false) {
    print("begins", name);
    try {
        if (delay) co_await sleep(*delay);
    } catch (const CancelledError&) {
        print("cancelled", name);
        throw;
    }
    if (fails) throw ValueError(name);
    print("ends", name);
    co_return name;
}

Coro<> async_main() {
    Task<std::string> a;
    Task<std::string> b;
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
        a = group.create_task(child("a"), eager);
        b = group.create_task(child("b", 10ms), eager);
        print("body:", a.done(), b.done());
        co_return;
    });
    print(a.result(), b.result());

    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(child("f", {}, true), eager);
            print("body ends");
            co_return;
        });
    } catch (const ExceptionGroup& group) {
        print(group.what(), "requests:", current_task().cancelling());
    }
    co_await sleep(0s);
    print("end");
}

CONFORMS(taskgroup_eager) { run(async_main(), options); }

}  // namespace eagerly

namespace children_make_children {

Coro<> branch(TaskGroup& group, std::string name, int depth) {
    print("begins", name);
    if (depth > 0) {
        group.create_task(branch(group, name + "l", depth - 1), "task " + name + "l");
        group.create_task(branch(group, name + "r", depth - 1));
    }
    co_await sleep(10ms);
    print("ends", name);
}

Coro<> fails(TaskGroup& group) {
    group.create_task(sleep(5s));
    co_await sleep(0s);
    throw ValueError("failed");
}

Coro<> async_main() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
        const auto t = group.create_task(branch(group, "x", 2), "root");
        print("body ends", t.get_name());
        co_return;
    });
    print("after the group");

    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(fails(group));
            co_return;
        });
    } catch (const ExceptionGroup& group) {
        print(group.what());
    }
}

CONFORMS(taskgroup_children_make_children) { run(async_main(), options); }

}  // namespace children_make_children

}  // namespace
