#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/groups/as_completed.hpp>
#include <rondo/tasks/sleep.hpp>

#include <list>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::AnyFuture;
using rondo::as_completed;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::run_virtual;

Coro<int> number(int value, rondo::Duration delay) {
    co_await rondo::sleep(delay);
    co_return value;
}

Coro<std::unique_ptr<int>> own(int value, rondo::Duration delay) {
    co_await rondo::sleep(delay);
    co_return std::make_unique<int>(value);
}

TEST(AsCompleted, TakesAnyRangeAndAnyFew) {
    run_virtual([]() -> Coro<> {
        std::vector<int> results;
        std::vector<Coro<int>> coros;
        coros.push_back(number(1, 2s));
        coros.push_back(number(2, 1s));
        for (auto next : as_completed(std::move(coros))) results.push_back(co_await next);
        const std::list<Task<int>> tasks{create_task(number(3, 2s)), create_task(number(4, 1s))};
        for (auto next : as_completed(tasks)) results.push_back(co_await next);
        const auto future = get_running_loop().create_future<int>();
        get_running_loop().call_later(2s, [future] { future.set_result(5); });
        for (auto next : as_completed(future, number(6, 3s), create_task(number(7, 1s))))
            results.push_back(co_await next);
        EXPECT_THAT(results, testing::ElementsAre(2, 1, 4, 3, 7, 5, 6));
    });
}

TEST(AsCompleted, MovesMoveOnlyResults) {
    run_virtual([]() -> Coro<> {
        int sum = 0;
        for (auto next : as_completed(own(1, 2s), own(2, 1s))) {
            const std::unique_ptr<int> result = co_await next;
            sum = sum * 10 + *result;
        }
        EXPECT_EQ(sum, 21);
    });
}

TEST(AsCompleted, ATaskKeepsItsResult) {
    run_virtual([]() -> Coro<> {
        const std::vector tasks{create_task(number(1, 1s))};
        for (auto next : as_completed(tasks)) EXPECT_EQ(co_await next, 1);
        EXPECT_EQ(tasks[0].result(), 1);
    });
}

TEST(AsCompleted, GivesTheTasksThemselves) {
    run_virtual([]() -> Coro<> {
        const Task<int> slow = create_task(number(1, 2s));
        auto completed = as_completed(slow, create_task(number(2, 1s)));
        const Task<int> first = co_await completed.next();
        EXPECT_EQ(first.result(), 2);
        const Task<int> second = co_await completed.next();
        EXPECT_EQ(second, slow);
        EXPECT_FALSE(co_await completed.next());
    });
}

TEST(AsCompleted, GivesTheHandlesThatFitAll) {
    run_virtual([]() -> Coro<> {
        const Task<int> task = create_task(number(1, 0s));
        const Future<int> future = get_running_loop().create_future<int>();
        future.set_result(1);
        static_assert(std::is_same_v<decltype(as_completed(task, task).next()), Coro<Task<int>>>);
        static_assert(
            std::is_same_v<decltype(as_completed(task, future).next()), Coro<Future<int>>>);
        const std::vector<AnyFuture> different{task, create_task(rondo::sleep(0s))};
        int count = 0;
        auto completed = as_completed(different);
        while (const AnyFuture ended = co_await completed.next()) count += ended.done() ? 1 : 0;
        EXPECT_EQ(count, 2);
    });
}

TEST(AsCompleted, TheTimeRunsFromItsCall) {
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        const auto completed = as_completed({.timeout = 2s}, number(1, 1s), number(2, 1h));
        co_await rondo::sleep(1500ms);
        int timeouts = 0;
        for (auto next : completed) {
            try {
                co_await next;
            } catch (const rondo::TimeoutError&) {
                ++timeouts;
            }
        }
        EXPECT_EQ(timeouts, 1);
        EXPECT_EQ(get_running_loop().time() - began, 2s);
    });
}

TEST(AsCompleted, OneThatIsCancelledWhenItWasWokenPassesThatOn) {
    run_virtual([]() -> Coro<> {
        const auto first = get_running_loop().create_future<int>();
        const auto second = get_running_loop().create_future<int>();
        std::vector<Task<int>> readers;
        for (auto next : as_completed(first, second))
            readers.push_back(create_task(std::move(next)));
        co_await rondo::sleep(0s);
        second.set_result(2);
        get_running_loop().call_soon([&] { readers[0].cancel(); });
        co_await rondo::sleep(1s);
        EXPECT_TRUE(readers[0].cancelled());
        EXPECT_TRUE(readers[1].done());
        first.cancel();
        readers[1].cancel();
    });
}

TEST(AsCompleted, ATimeOutLeavesNothingInTheLineOfAFuture) {
    run_virtual([]() -> Coro<> {
        const auto future = get_running_loop().create_future<int>();
        for (auto next : as_completed({.timeout = 1s}, future))
            EXPECT_THROW(co_await next, rondo::TimeoutError);
        EXPECT_TRUE(future.state().waiters().empty());
        { const auto left_alone = as_completed(future); }
        EXPECT_TRUE(future.state().waiters().empty());
    });
}

TEST(AsCompleted, ATimeOutThatWasNotNeededIsNotWaitedFor) {
    run_virtual([]() -> Coro<> {
        const auto completed = as_completed({.timeout = 1h}, number(1, 1s), number(2, 2s));
        for (auto next : completed) co_await next;
        EXPECT_TRUE(get_running_loop().armed_timers().empty());
    });
}

TEST(AsCompleted, CannotBeAskedForMoreThanThereAre) {
    run_virtual([]() -> Coro<> {
        const auto completed = as_completed(number(1, 1s));
        auto it = completed.begin();
        EXPECT_EQ(co_await *it, 1);
        EXPECT_TRUE(it == completed.end());
        EXPECT_THROW((void)*it, rondo::RuntimeError);
    });
}

TEST(AsCompleted, ACoroutineOutlivesTheRangeItCameFrom) {
    run_virtual([]() -> Coro<> {
        std::vector<Coro<int>> nexts;
        for (auto next : as_completed({.timeout = 1h}, number(1, 2s), number(2, 1s)))
            nexts.push_back(std::move(next));
        EXPECT_EQ(co_await nexts.at(1), 2);
        EXPECT_EQ(co_await nexts.at(0), 1);
    });
}

TEST(AsCompleted, LeaksNothingWhenItIsLeftOrItsLoopIsClosed) {
    int alive = 0;
    {
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        const auto hold = [](support::Owner owner, rondo::Duration delay) -> Coro<support::Owner> {
            co_await rondo::sleep(delay);
            co_return owner;
        };
        const auto main = [&]() -> Coro<> {
            const support::Owner owner(alive);
            for (auto next : as_completed(hold(owner, 1s), hold(owner, 2s))) {
                co_await next;
                break;
            }
            co_await rondo::sleep(2s);
            EXPECT_EQ(alive, 1) << "only its own";
            const rondo::Duration in_an_hour = 1h;
            for (auto next : as_completed(hold(owner, in_an_hour), hold(owner, in_an_hour)))
                co_await next;
        };
        loop.create_task(main());
        loop.call_later(5s, &rondo::EventLoop::stop, &loop);
        loop.run_forever();
        EXPECT_EQ(alive, 3);
    }
    EXPECT_EQ(alive, 0);
}

TEST(AsCompleted, NeedsARunningLoop) {
    EXPECT_THROW(as_completed(std::vector<Task<int>>()), rondo::RuntimeError);
}

}  // namespace
