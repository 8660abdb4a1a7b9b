#include <any>
#include <memory>
#include <stdexcept>
#include <string>
#include <tests/support/run_virtual.hpp>
#include <vector>

// Results and parameters that confuse templates: exceptions, what holds anything, what converts to
// anything, what says wrongly that it can be copied.

struct Page {
    std::vector<std::unique_ptr<int>> parts;
};
template <>
inline constexpr bool rondo::is_copyable<Page> = false;

namespace {

using namespace rondo;

Coro<std::exception_ptr> last_error() {
    co_return std::make_exception_ptr(std::runtime_error("disk full"));
}

TEST(OddResults, AnExceptionIsAResultLikeAnyOther) {
    support::run_virtual([]() -> Coro<> {
        EXPECT_EQ(describe(co_await last_error()), "std::runtime_error: disk full");
        const auto task = create_task(last_error());
        EXPECT_EQ(describe(co_await task), "std::runtime_error: disk full");
        auto [outcome] = co_await gather(return_exceptions, task);
        EXPECT_TRUE(outcome.has_value());
        EXPECT_EQ(outcome.exception(), nullptr);
        EXPECT_EQ(describe(outcome.value()), "std::runtime_error: disk full");
    });
}

Coro<std::any> anything() { co_return std::string("any"); }

TEST(OddResults, WhatHoldsAnything) {
    support::run_virtual([]() -> Coro<> {
        auto [outcome] = co_await gather(return_exceptions, anything());
        EXPECT_EQ(std::any_cast<std::string>(outcome.value()), "any");
        EXPECT_EQ(std::any_cast<std::string>(co_await create_task(anything())), "any");
    });
}

Coro<Page> load() {
    Page page;
    page.parts.push_back(std::make_unique<int>(5));
    co_return page;
}

TEST(OddResults, WhatSaysWronglyThatItCanBeCopied) {
    support::run_virtual([]() -> Coro<> {
        auto task = create_task(load());
        const Page moved = co_await std::move(task);
        auto [gathered] = co_await gather(load());
        EXPECT_EQ(*moved.parts[0] + *gathered.parts[0], 10);
    });
}

/// As JSON values and script objects do, it says that it converts to anything.
struct Anything {
    std::string text;
    template <class T>
    operator T() const {
        static_assert(std::is_same_v<T, std::string>, "does not convert to this");
        return text;
    }
};

Coro<std::string> in_brackets(Anything parameter) { co_return "<" + parameter.text + ">"; }

struct Server {
    Coro<std::string> in_brackets(Anything parameter) { co_return "[" + parameter.text + "]"; }
};

TEST(OddResults, AParameterThatConvertsToAnything) {
    support::run_virtual([]() -> Coro<> {
        const Anything one{"1"};
        Server server;
        EXPECT_EQ(co_await in_brackets(one), "<1>");
        EXPECT_EQ(co_await server.in_brackets(one), "[1]");
    });
}

}  // namespace
