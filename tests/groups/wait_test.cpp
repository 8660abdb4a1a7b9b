#include "tests/support/run_virtual.hpp"

#include <rondo/groups/wait.hpp>
#include <rondo/tasks/sleep.hpp>

#include <stdexcept>
#include <type_traits>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::AnyFuture;
using rondo::Coro;
using rondo::create_task;
using rondo::get_running_loop;
using rondo::Task;
using rondo::wait;
using support::run_virtual;

Coro<int> number(int value, rondo::Duration delay) {
    co_await rondo::sleep(delay);
    co_return value;
}

TEST(Wait, TakesOptionsForOneToo) {
    run_virtual([]() -> Coro<> {
        const auto task = create_task(number(1, 2s));
        const auto [done, pending] = co_await wait(task, {.timeout = 1s});
        EXPECT_TRUE(done.empty());
        EXPECT_EQ(pending.size(), 1U);
        EXPECT_FALSE(task.cancelled());
    });
}

Coro<int> fail(rondo::Duration delay) {
    co_await rondo::sleep(delay);
    throw std::runtime_error("no");
}

std::vector<Task<int>> three() {
    return {create_task(number(1, 3s)), create_task(number(2, 1s)), create_task(number(3, 2s))};
}

TEST(Wait, GivesWhatIsDoneInTheOrderGiven) {
    run_virtual([]() -> Coro<> {
        const auto tasks = three();
        const auto [done, pending] = co_await wait(tasks);
        EXPECT_EQ(done, tasks);
        EXPECT_TRUE(pending.empty());
    });
}

TEST(Wait, UntilTheFirstIsDone) {
    run_virtual([]() -> Coro<> {
        const auto tasks = three();
        const auto began = get_running_loop().time();
        const auto result = co_await wait(tasks, {.return_when = rondo::FIRST_COMPLETED});
        EXPECT_EQ(get_running_loop().time() - began, 1s);
        EXPECT_EQ(result.done, std::vector(1, tasks[1]));
        EXPECT_EQ(result.pending.size(), 2U);
        EXPECT_EQ(result.pending.at(0), tasks[0]);
        EXPECT_EQ(result.pending.at(1), tasks[2]);
    });
}

TEST(Wait, UntilTheFirstFailureForWhichACancellationDoesNotCount) {
    run_virtual([]() -> Coro<> {
        const auto cancelled = create_task(number(1, 1h));
        cancelled.cancel();
        std::vector<Task<int>> tasks{cancelled, create_task(fail(2s)), create_task(number(2, 1s)),
                                     create_task(number(3, 1h))};
        const auto began = get_running_loop().time();
        const auto result = co_await wait(tasks, {.return_when = rondo::FIRST_EXCEPTION});
        EXPECT_EQ(get_running_loop().time() - began, 2s);
        EXPECT_EQ(result.done.size(), 3U);
        EXPECT_EQ(result.pending, std::vector(1, tasks[3]));
    });
}

TEST(Wait, NotLongerThanTheTimeoutAndCancelsNothing) {
    run_virtual([]() -> Coro<> {
        const auto tasks = three();
        const auto began = get_running_loop().time();
        const auto result = co_await wait(tasks, {.timeout = 1500ms});
        EXPECT_EQ(get_running_loop().time() - began, 1500ms);
        EXPECT_EQ(result.done, std::vector(1, tasks[1]));
        co_await wait(tasks);
        for (const auto& task : tasks) EXPECT_FALSE(task.cancelled());
    });
}

TEST(Wait, CountsTheSameOneOnce) {
    run_virtual([]() -> Coro<> {
        const auto task = create_task(number(1, 1s));
        const auto [done, pending] = co_await wait(task, task, task);
        EXPECT_EQ(done.size(), 1U);
        EXPECT_TRUE(pending.empty());
    });
}

TEST(Wait, TakesDifferentTypesOneByOne) {
    run_virtual([]() -> Coro<> {
        const auto task = create_task(number(1, 1s));
        const auto future = get_running_loop().create_future();
        get_running_loop().call_later(2s, [future] { future.set_result(); });
        const auto [done, pending] = co_await wait(task, future);
        static_assert(std::is_same_v<decltype(done), const std::vector<AnyFuture>>);
        EXPECT_EQ(done.size(), 2U);
    });
}

TEST(Wait, RefusesNothing) {
    run_virtual([]() -> Coro<> {
        try {
            co_await wait(std::vector<Task<int>>());
            ADD_FAILURE() << "it would wait for ever";
        } catch (const std::invalid_argument&) {}
    });
}

TEST(Wait, CancellingItCancelsNothingElse) {
    run_virtual([]() -> Coro<> {
        const auto inner = create_task(number(1, 5s));
        const auto waits = [](Task<int> task) -> Coro<> { co_await wait(task); };
        const auto outer = create_task(waits(inner));
        co_await rondo::sleep(1s);
        outer.cancel();
        co_await rondo::sleep(0s);
        EXPECT_TRUE(outer.cancelled());
        EXPECT_EQ(inner.cancelling(), 0);
        EXPECT_EQ(co_await inner, 1);
    });
}

TEST(Wait, LeavesNoTimerAndNoCallbackBehind) {
    // Virtual time would jump to a timer that was left over.
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        const auto never_done = get_running_loop().create_future<int>();
        const auto done = create_task(number(1, 1s));
        std::vector<rondo::Future<int>> both(1, never_done);
        both.push_back(done);
        co_await wait(both, {.timeout = 1h, .return_when = rondo::FIRST_COMPLETED});
        never_done.set_result(1);
        co_await rondo::sleep(1s);
        EXPECT_EQ(get_running_loop().time() - began, 2s);
    });
}

}  // namespace
