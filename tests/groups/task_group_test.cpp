#include "tests/support/owner.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/groups/task_group.hpp>
#include <rondo/tasks/sleep.hpp>
#include <rondo/watch/call_graph.hpp>

#include <coroutine>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::async_with;
using rondo::CancelledError;
using rondo::Coro;
using rondo::ExceptionGroup;
using rondo::get_running_loop;
using rondo::Task;
using rondo::TaskGroup;
using support::run_virtual;

Coro<int> number(int value, rondo::Duration delay = 1s) {
    co_await rondo::sleep(delay);
    co_return value;
}

Coro<> fail(std::string message, rondo::Duration delay = 1s) {
    co_await rondo::sleep(delay);
    throw std::runtime_error(message);
}

TEST(TaskGroup, CancelsTheOthersOnceHoweverManyFail) {
    run_virtual([]() -> Coro<> {
        int cancels = 0;
        const auto slow = [](int& its_cancels) -> Coro<> {
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {
                its_cancels = rondo::current_task().cancelling();
                throw;
            }
        };
        try {
            co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
                group.create_task(fail("a"));
                group.create_task(fail("b"));
                group.create_task(slow(cancels));
                co_return;
            });
        } catch (const ExceptionGroup& group) {
            EXPECT_EQ(group.exceptions().size(), 2U);
        }
        EXPECT_EQ(cancels, 1);
    });
}

TEST(TaskGroup, WaitsForItsTasksAndGivesWhatTheBlockReturns) {
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        Task<int> slow;
        const int result = co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<int> {
            slow = group.create_task(number(1, 3s));
            const auto quick = group.create_task(number(2));
            co_return co_await quick;
        });
        EXPECT_EQ(result, 2);
        EXPECT_EQ(slow.result(), 1);
        EXPECT_EQ(get_running_loop().time() - began, 3s);
    });
}

TEST(TaskGroup, TakesAllThatCreateTaskTakes) {
    run_virtual([]() -> Coro<> {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            const auto named = group.create_task(number(1), "its name");
            const auto at_once = group.create_task(number(2), rondo::eager);
            const auto both = group.create_task(number(3), rondo::eager, "both");
            const auto function = group.create_task(number, 4, 1s);
            const std::string owned = "a string that owns memory on the heap";
            const auto lambda = [owned]() -> Coro<std::string> { co_return owned; };
            const auto kept = group.create_task(lambda);
            const auto sleep = group.create_task(rondo::sleep(1s));
            EXPECT_EQ(named.get_name(), "its name");
            EXPECT_EQ(both.get_name(), "both");
            EXPECT_EQ(co_await named + co_await at_once + co_await both + co_await function, 10);
            EXPECT_EQ(co_await kept, owned);
            co_await sleep;
        });
    });
}

TEST(TaskGroup, AFailureCancelsTheOthersAndWaitsForThem) {
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        Task<int> sibling;
        try {
            co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
                sibling = group.create_task(number(1, 1h));
                group.create_task(fail("first", 1s));
                co_await rondo::sleep(1h);
                ADD_FAILURE() << "the block goes on";
            });
            ADD_FAILURE() << "no exception";
        } catch (const ExceptionGroup& group) {
            EXPECT_STREQ(group.what(), "unhandled errors in a TaskGroup (1 sub-exception)");
            EXPECT_EQ(rondo::describe(group.exceptions().at(0)), "std::runtime_error: first");
        }
        EXPECT_TRUE(sibling.cancelled());
        EXPECT_EQ(get_running_loop().time() - began, 1s);
        EXPECT_EQ(rondo::current_task().cancelling(), 0);
    });
}

TEST(TaskGroup, ACancelThatLostToAFailureIsThrownAtTheNextAwait) {
    run_virtual([]() -> Coro<> {
        const auto clumsy = []() -> Coro<> {
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {
                throw std::runtime_error("clean-up");
            }
        };
        const auto own_group = [&]() -> Coro<> {
            co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
                group.create_task(clumsy());
                co_return;
            });
        };
        const auto owner = [&]() -> Coro<> {
            EXPECT_THROW(co_await own_group(), ExceptionGroup);
            EXPECT_EQ(rondo::current_task().cancelling(), 1);
            co_await rondo::sleep(1h);
        };
        const auto task = rondo::create_task(owner());
        co_await rondo::sleep(1s);
        task.cancel();
        co_await rondo::sleep(1s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_EQ(task.cancelling(), 1);
    });
}

TEST(TaskGroup, NobodyIsToldOfAFailureThatIsInTheGroup) {
    support::Reports reports;
    run_virtual([&]() -> Coro<> {
        reports.listen_to(get_running_loop());
        try {
            co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
                group.create_task(fail("a"));
                group.create_task(fail("b"));
                co_return;
            });
        } catch (const ExceptionGroup& group) {
            EXPECT_EQ(group.exceptions().size(), 2U);
        }
    });
    EXPECT_TRUE(reports.all.empty()) << reports.all.front();
}

TEST(TaskGroup, ClosesACoroutineThatItRefuses) {
    support::Reports reports;
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        reports.listen_to(get_running_loop());
        const auto own = [](support::Owner) -> Coro<> { co_return; };
        TaskGroup group;
        EXPECT_THROW(group.create_task(own(support::Owner(alive))), rondo::RuntimeError);
        EXPECT_THROW(group.create_task(own(support::Owner(alive)), rondo::eager, "x"),
                     rondo::RuntimeError);
        EXPECT_THROW(group.create_task(number, 1, 1s), rondo::RuntimeError);
        EXPECT_THROW(group.create_task(rondo::sleep(1s)), rondo::RuntimeError);
        EXPECT_EQ(alive, 0);
        co_return;
    });
    EXPECT_TRUE(reports.all.empty()) << reports.all.front();
}

TEST(TaskGroup, NeedsATask) {
    rondo::EventLoop loop({.virtual_time = true});
    support::Reports reports;
    reports.listen_to(loop);
    TaskGroup group;
    loop.call_soon([&] { group.enter(); });
    loop.call_soon(&rondo::EventLoop::stop, &loop);
    loop.run_forever();
    ASSERT_EQ(reports.all.size(), 1U);
    EXPECT_THAT(reports.all[0],
                testing::HasSubstr("TaskGroup <TaskGroup> cannot determine the parent task"));
}

TEST(TaskGroup, HoldsNoTaskThatIsDone) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        const auto own = [](support::Owner owner) -> Coro<support::Owner> { co_return owner; };
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
            for (int i = 0; i < 10; ++i) group.create_task(own(support::Owner(alive)));
            co_await rondo::sleep(1s);
            EXPECT_EQ(alive, 0);
        });
    });
}

TEST(TaskGroup, ItsTasksEndInAnyOrder) {
    run_virtual([]() -> Coro<> {
        int ended = 0;
        const auto count = [](int& its_ended, int delay) -> Coro<> {
            co_await rondo::sleep(1ms * delay);
            ++its_ended;
        };
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coro<> {
            for (int i = 0; i < 1000; ++i) group.create_task(count(ended, i * 617 % 1000));
            co_return;
        });
        EXPECT_EQ(ended, 1000);
    });
}

TEST(TaskGroup, LeaksNothingWhenItsLoopIsClosedInTheMiddle) {
    int alive = 0;
    {
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        const auto hold = [](support::Owner) -> Coro<> { co_await rondo::sleep(1h); };
        const auto body = [&](TaskGroup& group) -> Coro<> {
            group.create_task(hold(support::Owner(alive)));
            group.create_task(hold(support::Owner(alive)));
            co_return;
        };
        loop.create_task(async_with(TaskGroup(), body));
        loop.call_later(1s, &rondo::EventLoop::stop, &loop);
        loop.run_forever();
        EXPECT_EQ(alive, 2);
    }
    EXPECT_EQ(alive, 0);
}

// A block that awaits what nobody will ever wake ends with its task, and its children go on.
TEST(TaskGroup, GivenUpInTheMiddleLetsItsTasksGoOn) {
    support::Reports reports;
    run_virtual([&]() -> Coro<> {
        reports.listen_to(get_running_loop());
        Task<int> child;
        const auto block = [&](TaskGroup& group) -> Coro<> {
            child = group.create_task(number(7));
            group.create_task(fail("unheard", 2s));
            co_await std::suspend_always();
        };
        const auto stuck = rondo::create_task(async_with(TaskGroup(), block));
        EXPECT_THROW(co_await stuck, rondo::RuntimeError);
        EXPECT_EQ(co_await child, 7);
        co_await rondo::sleep(5s);
    });
    ASSERT_EQ(reports.all.size(), 1U);
    EXPECT_THAT(reports.all[0], testing::HasSubstr("never retrieved"));
    EXPECT_THAT(reports.all[0], testing::HasSubstr("unheard"));
}

TEST(TaskGroup, ThatOutlivesItsTaskReportsTheFailuresOfItsTasks) {
    support::Reports reports;
    run_virtual([&]() -> Coro<> {
        reports.listen_to(get_running_loop());
        TaskGroup group;
        const auto block = [&]() -> Coro<> {
            group.create_task(fail("too late"), "the child");
            co_await std::suspend_always();
        };
        const auto stuck = rondo::create_task(async_with(group, block));
        EXPECT_THROW(co_await stuck, rondo::RuntimeError);
        co_await rondo::sleep(5s);
    });
    ASSERT_EQ(reports.all.size(), 1U);
    EXPECT_EQ(reports.all[0],
              "Task has errored out but its parent task is already completed | "
              "std::runtime_error: too late | the child");
}

TEST(TaskGroup, TheCallGraphSaysWhoWaitsForItsTasks) {
    run_virtual([]() -> Coro<> {
        rondo::current_task().set_name("the parent");
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coro<> {
            const auto child = group.create_task(number(1));
            co_await rondo::sleep(0s);
            EXPECT_THAT(rondo::format_call_graph(child), testing::HasSubstr("the parent"));
        });
    });
}

}  // namespace
