#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

TEST(ToThread, RunsAFunctionElsewhereAndGivesItsResult) {
    run([]() -> Coro<> {
        const auto here = std::this_thread::get_id();
        EXPECT_NE(co_await to_thread([] { return std::this_thread::get_id(); }), here);
        EXPECT_EQ(co_await to_thread([](int a, int b) { return a + b; }, 40, 2), 42);
        co_await to_thread([] {});
    }());
}

TEST(ToThread, BeginsWhenItIsAwaited) {
    run([]() -> Coro<> {
        std::atomic<bool> called = false;
        auto coro = to_thread([&] { called = true; });
        co_await sleep(2ms);
        EXPECT_FALSE(called);
        co_await coro;
        EXPECT_TRUE(called);
    }());
}

TEST(ToThread, BringsBackAnException) {
    run([]() -> Coro<> {
        auto coro = to_thread([]() -> int { throw std::out_of_range("too far"); });
        EXPECT_THROW(co_await coro, std::out_of_range);
    }());
}

TEST(ToThread, MovesArgumentsAndResults) {
    run([]() -> Coro<> {
        auto given = std::make_unique<std::string>("given");
        auto coro =
            to_thread([](std::unique_ptr<std::string> text) { return text; }, std::move(given));
        const auto text = co_await coro;
        EXPECT_EQ(*text, "given");
    }());
}

const ContextVar<std::string> user("user", "nobody");

std::string set_and_get(const std::string& name) {
    std::string before = user.get();
    user.set(name);
    return before + " " + user.get();
}

TEST(ToThread, RunsInACopyOfTheContext) {
    run([]() -> Coro<> {
        user.set("Alice");
        auto coro = to_thread(set_and_get, std::string("Bob"));
        user.set("Carol");  // the copy is made when it is awaited
        EXPECT_EQ(co_await coro, "Carol Bob");
        EXPECT_EQ(user.get(), "Carol");
        // The thread keeps nothing of it.
        EXPECT_EQ(co_await run_in_executor([] { return user.get(); }), "nobody");
    }());
}

TEST(ToThread, ManyAtOnceShareNoCounts) {
    run([]() -> Coro<> {
        user.set("Alice");
        std::vector<Task<std::string>> tasks;
        for (int i = 0; i < 50; ++i) {
            user.set("user " + std::to_string(i));
            tasks.push_back(create_task(to_thread(set_and_get, std::string("x"))));
        }
        for (int i = 0; i < 50; ++i)
            EXPECT_EQ(co_await tasks[static_cast<std::size_t>(i)],
                      "user " + std::to_string(i) + " x");
    }());
}

TEST(ToThread, OneThatNobodyAwaitsNeverBegins) {
    std::atomic<bool> called = false;
    to_thread([&] { called = true; }).close();
    EXPECT_FALSE(called);
}

}  // namespace
