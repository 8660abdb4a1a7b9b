#include "tests/support/run_virtual.hpp"

#include <rondo/base/context.hpp>
#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Context;
using rondo::ContextVar;
using rondo::Coro;
using rondo::create_task;
using rondo::get_running_loop;
using support::run_virtual;

const ContextVar<std::string> user("user", "nobody");

Coro<std::string> who_after_a_while() {
    co_await rondo::sleep(1s);
    co_return user.get();
}

TEST(TaskContext, IsTheOneInWhichTheTaskWasMade) {
    run_virtual([]() -> Coro<> {
        user.set("Alice");
        const rondo::Task<std::string> first = create_task(who_after_a_while());
        user.set("Bob");
        const rondo::Task<std::string> second = create_task(who_after_a_while());
        user.set("Carol");
        EXPECT_EQ(co_await first, "Alice");
        EXPECT_EQ(co_await second, "Bob");
        EXPECT_EQ(user.get(), "Carol");
    });
    EXPECT_EQ(user.get(), "nobody") << "the task's context is not the thread's";
}

Coro<> become(std::string name) {
    user.set(std::move(name));
    co_return;
}

TEST(TaskContext, WhatATaskSetsItsMakerDoesNotSee) {
    run_virtual([]() -> Coro<> {
        co_await create_task(become("child"));
        EXPECT_EQ(user.get(), "nobody");
        co_await create_task(become("eager child"), rondo::eager);
        EXPECT_EQ(user.get(), "nobody");
    });
}

TEST(TaskContext, OfAnEagerTaskIsItsOwnFromTheBeginning) {
    run_virtual([]() -> Coro<> {
        const auto rename = [](rondo::Duration delay) -> Coro<std::string> {
            user.set("Bob");
            if (delay > 0s) co_await rondo::sleep(delay);
            co_return user.get();
        };
        user.set("Alice");
        const auto at_once = create_task(rename(0s), rondo::eager);
        EXPECT_EQ(user.get(), "Alice");
        const auto later = create_task(rename(1s), rondo::eager);
        EXPECT_EQ(user.get(), "Alice");
        EXPECT_EQ(co_await at_once, "Bob");
        EXPECT_EQ(co_await later, "Bob");
        EXPECT_EQ(user.get(), "Alice");
    });
}

TEST(TaskContext, ACoroutineAwaitedDirectlySharesItsCallers) {
    run_virtual([]() -> Coro<> {
        co_await become("callee");
        EXPECT_EQ(user.get(), "callee");
    });
}

TEST(TaskContext, SurvivesWaits) {
    run_virtual([]() -> Coro<> {
        user.set("main");
        const rondo::Task<> other = create_task([]() -> Coro<> {
            for (int i = 0; i < 3; ++i) {
                user.set("other " + std::to_string(i));
                co_await rondo::sleep(1s);
                EXPECT_EQ(user.get(), "other " + std::to_string(i));
            }
        });
        for (int i = 0; i < 5; ++i) {
            co_await rondo::sleep(700ms);
            EXPECT_EQ(user.get(), "main");
        }
        co_await other;
    });
}

TEST(ContextOfACallback, IsTheOneInWhichItWasRegistered) {
    std::vector<std::string> seen;
    const auto look = [&seen] { seen.push_back(user.get()); };
    run_virtual([&]() -> Coro<> {
        const rondo::Future<> future = get_running_loop().create_future();
        user.set("soon");
        get_running_loop().call_soon(look);
        user.set("later");
        get_running_loop().call_later(1s, look);
        user.set("done");
        future.add_done_callback([&](const rondo::AnyFuture&) { look(); });
        user.set("main");
        future.set_result();
        co_await rondo::sleep(2s);
    });
    EXPECT_EQ(seen, (std::vector<std::string>{"soon", "done", "later"}));
}

TEST(ContextOfACallback, WhatACallbackSetsNobodyElseSees) {
    std::string seen;
    run_virtual([&]() -> Coro<> {
        get_running_loop().call_soon([] { user.set("callback"); });
        get_running_loop().call_soon([&seen] { seen = user.get(); });
        co_await rondo::sleep(0s);
        EXPECT_EQ(user.get(), "nobody");
    });
    EXPECT_EQ(seen, "nobody");
}

TEST(ContextOfACallback, ACallbackCanBeGivenTheContextItShallHave) {
    std::string seen;
    run_virtual([&]() -> Coro<> {
        Context other;
        other.run([] { user.set("other"); });
        EXPECT_EQ(user.get(), "nobody");
        other.run([&] { get_running_loop().call_soon([&seen] { seen = user.get(); }); });
        co_await rondo::sleep(0s);
    });
    EXPECT_EQ(seen, "other");
}

TEST(TaskContext, IsFreedWithTheTask) {
    const ContextVar<std::shared_ptr<int>> resource("resource");
    std::weak_ptr<int> watch;
    run_virtual([&]() -> Coro<> {
        co_await create_task([&]() -> Coro<> {
            auto owned = std::make_shared<int>(1);
            watch = owned;
            resource.set(std::move(owned));
            co_await rondo::sleep(1s);
            EXPECT_FALSE(watch.expired());
        });
        co_await rondo::sleep(0s);
        EXPECT_TRUE(watch.expired());
    });
}

}  // namespace
