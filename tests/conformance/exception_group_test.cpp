#include "tests/conformance/conformance.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

/// A group of exceptions, for the programs to write down as Python does.
template <class... Errors>
ExceptionGroup group_of(const std::string& message, const Errors&... errors) {
    const std::vector<std::exception_ptr> exceptions{std::make_exception_ptr(errors)...};
    return ExceptionGroup(message, exceptions);
}

namespace shapes {

void show(const std::string& label, const std::exception_ptr& exception,
          const std::string& indent = "") {
    try {
        std::rethrow_exception(exception);
    } catch (const ExceptionGroup& group) {
        print(indent + label, "group:", group.what(), "of", group.exceptions().size());
        for (const auto& one : group.exceptions()) show("-", one, indent + "  ");
    } catch (...) {
        print(indent + label, type_name(exception), message_of(exception));
    }
}

void show(const std::string& label, const std::optional<ExceptionGroup>& group) {
    if (group)
        show(label, std::make_exception_ptr(*group));
    else
        print(label, "none");
}

template <class E>
void split(const std::string& label, const ExceptionGroup& group) {
    print("---", label);
    const auto [match, rest] = group.split<E>();
    show("match", match);
    show("rest", rest);
    show("subgroup", group.subgroup<E>());
}

void split(const std::string& label, const ExceptionGroup& group,
           const ExceptionGroup::Condition& condition) {
    print("---", label);
    const auto [match, rest] = group.split(condition);
    show("match", match);
    show("rest", rest);
    show("subgroup", group.subgroup(condition));
}

bool asked(const std::exception_ptr& exception) {
    print("asked", type_name(exception), message_of(exception));
    return message_of(exception) == "b" || message_of(exception) == "d";
}

CONFORMS(exception_group_shapes) {
    const auto inner = group_of("inner", ValueError("c"), LookupError("d"));
    const auto deep = group_of("deep", group_of("deeper", ValueError("e")));
    const auto group = group_of("outer", RuntimeError("a"), ValueError("b"), inner, deep);
    show("all", group);
    print(group.message(), "and", inner.message());
    split<ValueError>("ValueError", group);
    split<RuntimeError>("RuntimeError", group);
    split<TimeoutError>("TimeoutError", group);
    split<std::exception>("all of them", group);
    split<ExceptionGroup>("groups", group);
    split("an inner group", group, [](const std::exception_ptr& exception) {
        return type_name(exception) == "ExceptionGroup" &&
               message_of(exception) == "inner (2 sub-exceptions)";
    });
    split("by a condition", group, asked);
    split<ValueError>("nothing left", group_of("one", ValueError("x")));
    print(group_of("", ValueError("no message")).what());
}

}  // namespace shapes

namespace handled {

void show(const std::exception_ptr& exception, const std::string& indent = "") {
    try {
        std::rethrow_exception(exception);
    } catch (const ExceptionGroup& group) {
        print(indent + "group:", group.what());
        for (const auto& one : group.exceptions()) show(one, indent + "  ");
    } catch (...) {
        print(indent + type_name(exception), message_of(exception));
    }
}

void handle(const ExceptionGroup& group) {
    try {
        group.handle([](const ValueError& error) { print("handled ValueError", error.what()); },
                     [](const LookupError& error) {
                         print("handled LookupError", error.what());
                         if (std::string(error.what()) == "worse")
                             throw RuntimeError("while handling");
                     });
        print("all handled");
    } catch (...) {
        show(std::current_exception());
    }
}

template <class E>
Coro<> failing(E error, Duration delay) {
    co_await sleep(delay);
    throw error;
}

Coro<> inner() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
        group.create_task(failing(ValueError("inner"), 0s));
        co_return;
    });
}

Coro<> async_main() {
    handle(group_of("first", LookupError("a"), ValueError("b"), ValueError("c")));
    handle(group_of("second", TimeoutError("a"), group_of("in", ValueError("b"), RuntimeError("c")),
                    LookupError("d")));
    handle(group_of("third", LookupError("worse"), TimeoutError("a")));
    handle(group_of("fourth", LookupError("worse")));
    handle(group_of("fifth", TimeoutError("a")));
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            group.create_task(failing(LookupError("outer"), 10ms));
            try {
                co_await inner();
            } catch (const ExceptionGroup& its) {
                its.handle([](const ValueError& e) { print("handled in the body", e.what()); });
            }
            co_await sleep(5s);
        });
    } catch (const ExceptionGroup& group) {
        group.handle([](const LookupError& e) { print("handled outside", e.what()); });
    }
    print("end");
}

CONFORMS(exception_group_handled) { run(async_main(), options); }

}  // namespace handled

namespace refusals {

void attempt(const std::string& label, const std::vector<std::exception_ptr>& exceptions) {
    try {
        const ExceptionGroup group("m", exceptions);
        print(label, "ok");
    } catch (const std::invalid_argument&) {
        print(label, "refused");
    }
}

CONFORMS(exception_group_refusals) {
    const auto error = std::make_exception_ptr(ValueError("a"));
    const auto cancelled = std::make_exception_ptr(CancelledError());
    attempt("an exception", {error});
    attempt("nothing", {});
    attempt("a CancelledError", {cancelled});
    attempt("a CancelledError among others", {error, cancelled});
    attempt("a group", {std::make_exception_ptr(group_of("in", ValueError("a")))});
}

}  // namespace refusals

}  // namespace
