#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <string>
#include <thread>

// Rule 7: wrong use gives a clear error at the place. What this says is part of the interface.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::EventLoop;
using rondo::Future;
using rondo::RuntimeError;
using rondo::Task;
using support::run_virtual;

/// What the RuntimeError says.
std::string refusal(const auto& action) {
    try {
        action();
    } catch (const RuntimeError& error) {
        return error.what();
    }
    return "it was not refused";
}

template <class A>
Coro<std::string> refusal_of_await(A awaitable) {
    std::string text = "it was not refused";
    try {
        co_await awaitable;
    } catch (const RuntimeError& error) {
        text = error.what();
    }
    co_return text;
}

Coro<> nothing() { co_return; }

TEST(Rule7WrongUseGivesAClearError, AnotherLoopsFuture) {
    EventLoop other;
    const Future<> future = other.create_future();
    run_virtual([&]() -> Coro<> {
        EXPECT_EQ(co_await refusal_of_await(future),
                  "this future or task belongs to another event loop");
    });
}

TEST(Rule7WrongUseGivesAClearError, AnotherThreadsLoop) {
    EventLoop loop({.virtual_time = true});
    const Future<> future = loop.create_future();
    std::thread([&future] {
        run_virtual([&]() -> Coro<> {
            EXPECT_EQ(co_await refusal_of_await(future),
                      "this future or task belongs to another event loop");
        });
        EXPECT_EQ(refusal([] { (void)rondo::get_running_loop(); }), "no running event loop");
    }).join();
}

TEST(Rule7WrongUseGivesAClearError, NoRunningLoop) {
    Coro<> coro = nothing();
    EXPECT_EQ(refusal([] { (void)rondo::get_running_loop(); }), "no running event loop");
    EXPECT_EQ(refusal([&] { (void)rondo::create_task(coro); }), "no running event loop");
    EXPECT_EQ(refusal([&] { (void)rondo::create_task(coro, rondo::eager); }),
              "no running event loop");
    EXPECT_EQ(refusal([] { (void)rondo::create_task(nothing); }), "no running event loop");
    EXPECT_EQ(refusal([] { (void)rondo::all_tasks(); }), "no running event loop");
    EXPECT_FALSE(rondo::current_task());
    coro.close();
}

TEST(Rule7WrongUseGivesAClearError, AwaitingOneself) {
    run_virtual([]() -> Coro<> {
        EXPECT_EQ(co_await refusal_of_await(rondo::current_task()), "Task cannot await on itself");
    });
}

TEST(Rule7WrongUseGivesAClearError, ACoroAwaitedTwice) {
    run_virtual([]() -> Coro<> {
        Coro<> coro = nothing();
        co_await coro;
        EXPECT_EQ(co_await refusal_of_await(std::move(coro)),
                  "cannot reuse already awaited coroutine");
    });
}

TEST(Rule7WrongUseGivesAClearError, ACoroNeverAwaited) {
    testing::internal::CaptureStderr();
    { const Coro<> forgotten = nothing(); }
    EXPECT_THAT(testing::internal::GetCapturedStderr(),
                testing::HasSubstr("coroutine 'nothing' was never awaited"));
}

TEST(Rule7WrongUseGivesAClearError, AnEmptyHandle) {
    EXPECT_EQ(refusal([] { (void)Future<int>().done(); }),
              "this handle refers to no future or task");
    EXPECT_EQ(refusal([] { (void)Task<int>().cancel(); }),
              "this handle refers to no future or task");
    EXPECT_EQ(refusal([] { (void)Task<int>().get_name(); }),
              "this handle refers to no future or task");
}

TEST(Rule7WrongUseGivesAClearError, AClosedLoop) {
    EventLoop loop;
    loop.close();
    Coro<> coro = nothing();
    EXPECT_EQ(refusal([&] { (void)loop.create_future(); }), "Event loop is closed");
    EXPECT_EQ(refusal([&] { (void)loop.create_task(coro); }), "Event loop is closed");
    EXPECT_EQ(refusal([&] { loop.run_until_complete(coro); }), "Event loop is closed");
    coro.close();
}

TEST(Rule7WrongUseGivesAClearError, ARunWithinARun) {
    run_virtual([]() -> Coro<> {
        Coro<> coro = nothing();
        EXPECT_EQ(refusal([&] { rondo::run(coro); }),
                  "run() cannot be called from a running event loop");
        co_await coro;
    });
}

TEST(Rule7WrongUseGivesAClearError, WaitingForEverInVirtualTime) {
    EventLoop loop({.virtual_time = true});
    const Future<> nobody = loop.create_future();
    EXPECT_THAT(refusal([&] { loop.run_until_complete(nobody); }),
                testing::HasSubstr("this would wait for ever"));
}

}  // namespace
