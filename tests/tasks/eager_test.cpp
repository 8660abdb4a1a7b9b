#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::AnyTask;
using rondo::Coro;
using rondo::create_task;
using rondo::current_task;
using rondo::eager;
using rondo::Task;
using support::run_virtual;

using Log = std::vector<std::string>;

TEST(Eager, ATaskThatNeverWaitsIsDoneAtOnce) {
    run_virtual([]() -> Coro<> {
        const Task<int> task =
            create_task([](int number) -> Coro<int> { co_return number; }(4), eager);
        EXPECT_TRUE(task.done());
        EXPECT_EQ(task.result(), 4);
        EXPECT_EQ(rondo::all_tasks().size(), 1U) << "only main is left";
        co_return;
    });
}

TEST(Eager, ATaskThatWaitsGoesOnByItself) {
    run_virtual([]() -> Coro<> {
        Log log;
        const auto work = [](Log& its_log) -> Coro<int> {
            its_log.emplace_back("began");
            co_await rondo::sleep(0s);
            its_log.emplace_back("went on");
            co_return 1;
        };
        const Task<int> task = create_task(work(log), eager, "keen");
        EXPECT_EQ(log, (Log{"began"}));
        EXPECT_EQ(task.get_name(), "keen");
        EXPECT_FALSE(task.done());
        EXPECT_EQ(co_await task, 1);
        EXPECT_EQ(log, (Log{"began", "went on"}));
    });
}

TEST(Eager, NestsCurrentTask) {
    run_virtual([]() -> Coro<> {
        std::vector<AnyTask> seen;
        const auto innermost = [](std::vector<AnyTask>& tasks) -> Coro<> {
            tasks.push_back(current_task());
            co_return;
        };
        const auto middle = [&innermost](std::vector<AnyTask>& tasks) -> Coro<> {
            tasks.push_back(current_task());
            const Task<> task = create_task(innermost(tasks), eager);
            EXPECT_EQ(tasks.back(), task);
            EXPECT_EQ(current_task(), tasks.front());
            co_await rondo::sleep(0s);
            EXPECT_EQ(current_task(), tasks.front());
        };
        const AnyTask self = current_task();
        const Task<> task = create_task(middle(seen), eager);
        EXPECT_EQ(current_task(), self);
        EXPECT_EQ(seen.front(), task);
        EXPECT_EQ(seen.size(), 2U);
        co_await task;
    });
}

TEST(Eager, AnExceptionStaysInTheTask) {
    run_virtual([]() -> Coro<> {
        const auto fail = []() -> Coro<> {
            throw std::runtime_error("at once");
            co_return;
        };
        const Task<> task = create_task(fail(), eager);
        EXPECT_TRUE(task.done());
        EXPECT_THROW(co_await task, std::runtime_error);
    });
}

TEST(Eager, CanBeMadeInAPlainCallback) {
    bool done = false;
    run_virtual([&]() -> Coro<> {
        rondo::get_running_loop().call_soon([&done] {
            const auto work = [](bool& its_flag) -> Coro<> {
                its_flag = static_cast<bool>(current_task());
                co_return;
            };
            create_task(work(done), eager);
            EXPECT_TRUE(done);
            EXPECT_FALSE(current_task());
        });
        co_await rondo::sleep(0s);
    });
    EXPECT_TRUE(done);
}

TEST(Eager, CanBeCancelledOnceItWaits) {
    run_virtual([]() -> Coro<> {
        const Task<> task = create_task(rondo::sleep(1h), eager);
        EXPECT_TRUE(task.cancel("enough"));
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
    });
}

TEST(Eager, ThatCancelsItselfBeforeItWaits) {
    run_virtual([]() -> Coro<> {
        const auto work = []() -> Coro<> {
            current_task().cancel();
            co_await rondo::sleep(1h);
        };
        const Task<> task = create_task(work(), eager);
        EXPECT_FALSE(task.done());
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
    });
}

TEST(Eager, TheRunningTaskCanBeCancelledFromWithin) {
    run_virtual([]() -> Coro<> {
        const auto cancel_maker = [](AnyTask maker) -> Coro<> {
            maker.cancel("by its child");
            co_return;
        };
        create_task(cancel_maker(current_task()), eager);
        std::string message;
        try {
            co_await rondo::sleep(1h);
        } catch (const rondo::CancelledError& error) {
            message = error.message();
        }
        EXPECT_EQ(message, "by its child");
        current_task().uncancel();
    });
}

TEST(Eager, NeedsARunningLoop) {
    Coro<> coro = []() -> Coro<> { co_return; }();
    EXPECT_THROW((void)create_task(coro, eager), rondo::RuntimeError);
    coro.close();
}

}  // namespace
