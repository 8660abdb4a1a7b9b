#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <string>
#include <utility>

// H1: g++ 12 destroys a temporary of aggregate type twice, if it stands in an expression with
// co_await; a lambda that owns what it captures is one. What refuses them is tested in refusals/.
// Here: what users are told to write instead, and that nothing of ours is such a temporary.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Task;
using support::Owner;
using support::run_virtual;

static_assert(!std::is_aggregate_v<Owner>, "or the tests would be hit by the bug themselves");
static_assert(std::is_trivially_destructible_v<rondo::LoopOptions>);
static_assert(!std::is_aggregate_v<rondo::Sleep>);
static_assert(!std::is_aggregate_v<Coro<>> && !std::is_aggregate_v<Coro<std::string>>);
static_assert(!std::is_aggregate_v<Task<>> && !std::is_aggregate_v<rondo::Future<std::string>>);
static_assert(!std::is_aggregate_v<rondo::FutureAwaiter<std::string, false>>);
static_assert(!std::is_aggregate_v<Coro<std::string>::Awaiter>);

class HazardOwningClosures : public testing::Test {
protected:
    ~HazardOwningClosures() override { EXPECT_EQ(alive, 0) << "each is destroyed exactly once"; }
    int alive = 0;
};

Coro<int> use(Owner, int result) {
    co_await rondo::sleep(0s);
    co_return result;
}

TEST_F(HazardOwningClosures, ArgumentsBesideTheFunctionAreDestroyedOnce) {
    run_virtual([&]() -> Coro<> {
        EXPECT_EQ(co_await create_task(use, Owner(alive), 4), 4);
        EXPECT_EQ(co_await create_task(
                      [](const Owner&, int result) -> Coro<int> {
                          co_await rondo::sleep(0s);
                          co_return result;
                      },
                      Owner(alive), 5),
                  5);
    });
}

TEST_F(HazardOwningClosures, ANamedLambdaIsDestroyedOnce) {
    run_virtual([&]() -> Coro<> {
        const auto lambda = [owner = Owner(alive)]() -> Coro<int> {
            co_await rondo::sleep(0s);
            co_return 6;
        };
        EXPECT_EQ(alive, 1);
        EXPECT_EQ(co_await create_task(lambda), 6);
        EXPECT_EQ(alive, 1) << "the task's copy is gone, the original is here";
    });
}

TEST_F(HazardOwningClosures, TheTaskMadeInOneStatementIsAwaitedInTheNext) {
    run_virtual([&]() -> Coro<> {
        const Task<int> task = create_task(use, Owner(alive), 7);
        EXPECT_EQ(co_await task, 7);
    });
}

TEST_F(HazardOwningClosures, ALambdaThatOwnsNothingMayStandInTheExpression) {
    run_virtual([&]() -> Coro<> {
        int number = 8;
        EXPECT_EQ(co_await create_task([&number]() -> Coro<int> { co_return number; }), 8);
    });
}

TEST_F(HazardOwningClosures, ParametersOfACoroutineAreDestroyedOnce) {
    run_virtual([&]() -> Coro<> {
        EXPECT_EQ(co_await use(Owner(alive), 9), 9);
        EXPECT_EQ(alive, 0);
    });
}

Coro<Owner> make(int& alive) { co_return Owner(alive); }

TEST_F(HazardOwningClosures, ResultsAreDestroyedOnce) {
    run_virtual([&]() -> Coro<> {
        {
            const Owner from_coro = co_await make(alive);
            const Owner from_task = co_await create_task(make(alive));
            co_await create_task(make(alive));
            EXPECT_EQ(alive, 2);
        }
        EXPECT_EQ(alive, 0);
    });
}

TEST_F(HazardOwningClosures, WhatASleepCarriesIsDestroyedOnce) {
    run_virtual([&]() -> Coro<> {
        co_await rondo::sleep(1s, Owner(alive));
        EXPECT_EQ(alive, 0);
    });
}

}  // namespace
