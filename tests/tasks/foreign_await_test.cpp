#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <coroutine>
#include <string>

// What is no part of this library can be awaited, if it resumes at once. Nobody could wake a task
// that waits for something unknown: it fails, and does not hang.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Task;
using support::run_virtual;
using testing::AllOf;
using testing::HasSubstr;

Coro<> wait_for_ever(support::Owner) { co_await std::suspend_always{}; }
Coro<> wait_below(support::Owner owner) {
    co_await rondo::sleep(1s);
    co_await wait_for_ever(owner);
}

Coro<std::string> failure_of(Task<> task) {
    std::string text = "no failure";
    try {
        co_await task;
    } catch (const rondo::RuntimeError& error) {
        text = error.what();
    }
    co_return text;
}

TEST(ForeignAwait, ThatSuspendsFailsTheTaskWithAClearError) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        const Task<> task = create_task(wait_for_ever(support::Owner(alive)));
        EXPECT_THAT(co_await failure_of(task),
                    AllOf(HasSubstr("Task got bad yield"), HasSubstr("wait_for_ever"),
                          HasSubstr("foreign_await_test.cpp:")));
        EXPECT_EQ(alive, 0) << "its frames are freed";
    });
}

TEST(ForeignAwait, DeepBelowAndAfterAWaitFailsToo) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        const Task<> task = create_task(wait_below(support::Owner(alive)));
        EXPECT_THAT(co_await failure_of(task), HasSubstr("wait_for_ever"));
        EXPECT_EQ(alive, 0);
    });
}

TEST(ForeignAwait, InAnEagerTaskFailsToo) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        const Task<> task = create_task(wait_for_ever(support::Owner(alive)), rondo::eager);
        EXPECT_TRUE(task.done());
        EXPECT_THAT(co_await failure_of(task), HasSubstr("Task got bad yield"));
    });
}

TEST(ForeignAwait, ThatIsReadyIsFine) {
    run_virtual([]() -> Coro<> { co_await std::suspend_never{}; });
}

/// Suspends, and changes its mind at once.
struct Reconsiders {
    Reconsiders() = default;
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<>) const noexcept { return false; }
    int await_resume() const noexcept { return 4; }
};

TEST(ForeignAwait, ThatResumesAtOnceIsFine) {
    run_virtual([]() -> Coro<> { EXPECT_EQ(co_await Reconsiders(), 4); });
}

}  // namespace
