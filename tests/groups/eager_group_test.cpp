#include "tests/support/run_virtual.hpp"

#include <rondo/rondo.hpp>

#include <stdexcept>
#include <string>

// Eager tasks in a TaskGroup, which may end before the group knows them; and eager tasks of a loop
// that does not run.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::eager;
using rondo::EventLoop;
using rondo::TaskGroup;
using support::run_virtual;

Coro<> fail() {
    throw std::runtime_error("child failed");
    co_return;
}

TEST(EagerInAGroup, AFailureAtOnceLeavesTheBlockTimeToMakeOthers) {
    run_virtual([]() -> Coro<> {
        bool made_another = false;
        try {
            co_await rondo::async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
                group.create_task(fail(), eager);
                group.create_task(rondo::sleep(1h), eager);
                made_another = true;
                co_return;
            });
            ADD_FAILURE() << "no ExceptionGroup";
        } catch (const rondo::ExceptionGroup& error) {
            EXPECT_EQ(error.exceptions().size(), 1U);
        }
        EXPECT_TRUE(made_another);
    });
}

TEST(EagerInAGroup, OneThatWaitsAfterItsSiblingHasFailedIsCancelled) {
    run_virtual([]() -> Coro<> {
        const auto began = rondo::get_running_loop().time();
        const auto starts_another = [](TaskGroup& group) -> Coro<> {
            group.create_task(fail(), eager);
            co_await rondo::sleep(1h);
        };
        try {
            co_await rondo::async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
                group.create_task(starts_another(group), eager);
                co_return;
            });
            ADD_FAILURE() << "no ExceptionGroup";
        } catch (const rondo::ExceptionGroup& error) {
            EXPECT_EQ(error.exceptions().size(), 1U);
        }
        EXPECT_EQ(rondo::get_running_loop().time(), began);
    });
}

TEST(EagerOutsideOfTheLoop, StartsWhenTheLoopRuns) {
    EventLoop loop({.virtual_time = true});
    bool ran_in_the_loop = false;
    const auto child = [&]() -> Coro<int> {
        ran_in_the_loop = EventLoop::running() == &loop;
        co_await create_task(rondo::sleep(1s));
        co_return 42;
    };
    const auto task = loop.create_task(child(), eager);
    EXPECT_FALSE(task.done());
    EXPECT_EQ(loop.run_until_complete(task), 42);
    EXPECT_TRUE(ran_in_the_loop);
}

TEST(EagerOutsideOfTheLoop, OfAnotherLoopThanTheOneThatRunsDoesNotStartInThat) {
    EventLoop other({.virtual_time = true});
    rondo::Task<> task;
    EventLoop* ran_in = nullptr;
    const auto child = [&]() -> Coro<> {
        ran_in = EventLoop::running();
        co_return;
    };
    run_virtual([&]() -> Coro<> {
        task = other.create_task(child(), eager);
        co_return;
    });
    EXPECT_EQ(ran_in, nullptr);
    other.run_until_complete(task);
    EXPECT_EQ(ran_in, &other);
}

}  // namespace
