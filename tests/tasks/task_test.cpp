#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <string>
#include <unordered_set>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::AnyTask;
using rondo::Coro;
using rondo::create_task;
using rondo::current_task;
using rondo::Task;
using support::run_virtual;

using Log = std::vector<std::string>;

Coro<int> note(Log& log, std::string text, int result = 0) {
    log.push_back(std::move(text));
    co_return result;
}

TEST(Task, StartsInTheNextTurn) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<int> task = create_task(note(log, "began", 3));
        EXPECT_TRUE(log.empty());
        EXPECT_FALSE(task.done());
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"began"}));
        EXPECT_TRUE(task.done());
        EXPECT_EQ(task.result(), 3);
    });
}

TEST(Task, TasksStartInTheOrderOfMakingAmongTheCallbacks) {
    Log log;
    run_virtual([&]() -> Coro<> {
        rondo::EventLoop& loop = rondo::get_running_loop();
        loop.call_soon([&log] { log.emplace_back("callback 1"); });
        create_task(note(log, "task 1"));
        loop.call_soon([&log] { log.emplace_back("callback 2"); });
        create_task(note(log, "task 2"));
        co_await rondo::sleep(0s);
    });
    EXPECT_EQ(log, (Log{"callback 1", "task 1", "callback 2", "task 2"}));
}

Coro<> yield_three_times(Log& log, std::string name) {
    for (int i = 1; i <= 3; ++i) {
        log.push_back(name + std::to_string(i));
        co_await rondo::sleep(0s);
    }
}

TEST(Task, YieldingTasksTakeTurns) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<> a = create_task(yield_three_times(log, "a"));
        const Task<> b = create_task(yield_three_times(log, "b"));
        co_await a;
        co_await b;
        EXPECT_EQ(log, (Log{"a1", "b1", "a2", "b2", "a3", "b3"}));
    });
}

TEST(Task, DroppingTheHandleIsSafe) {
    run_virtual([]() -> Coro<> {
        Log log;
        (void)create_task(yield_three_times(log, "a"));
        co_await rondo::sleep(1s);
        EXPECT_EQ(log, (Log{"a1", "a2", "a3"}));
    });
}

TEST(TaskName, CanBeGivenAndChanged) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<int> task = create_task(note(log, ""), "first name");
        EXPECT_EQ(task.get_name(), "first name");
        task.set_name("second name");
        EXPECT_EQ(task.get_name(), "second name");
        co_await task;
        EXPECT_EQ(task.get_name(), "second name");
    });
}

int number_of(const AnyTask& task) {
    const std::string name = task.get_name();
    EXPECT_EQ(name.substr(0, 5), "Task-");
    return std::stoi(name.substr(5));
}

TEST(TaskName, IsANumberInTheOrderOfMakingWithoutOne) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<int> first = create_task(note(log, ""));
        const Task<int> named = create_task(note(log, ""), "takes no number");
        const Task<int> second = create_task(note(log, ""));
        const Task<int> eager = create_task(note(log, ""), rondo::eager);
        const Task<int> third = create_task(note(log, ""));
        EXPECT_EQ(number_of(second), number_of(first) + 1);
        EXPECT_EQ(number_of(eager), number_of(first) + 2);
        EXPECT_EQ(number_of(third), number_of(first) + 3);
        co_await third;
        EXPECT_EQ(number_of(third), number_of(first) + 3) << "it stays the same";
    });
}

TEST(TaskName, SurvivesAMessage) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<int> task = create_task(note(log, ""));
        const int number = number_of(task);
        task.cancel("why");
        EXPECT_EQ(number_of(task), number);
        co_await rondo::sleep(0s);
        EXPECT_EQ(number_of(task), number);
    });
}

TEST(CurrentTask, IsTheOneThatRuns) {
    AnyTask in_callback;
    AnyTask in_child;
    EXPECT_FALSE(current_task());
    run_virtual([&]() -> Coro<> {
        const AnyTask self = current_task();
        EXPECT_TRUE(self);
        in_callback = self;
        rondo::get_running_loop().call_soon([&] { in_callback = current_task(); });
        AnyTask seen;
        const auto remember = [&]() -> Coro<> {
            seen = current_task();
            co_return;
        };
        co_await remember();
        EXPECT_EQ(seen, self) << "a coroutine runs in the task that awaits it";
        const Task<> child = create_task(remember());
        co_await child;
        EXPECT_EQ(seen, child);
        EXPECT_EQ(current_task(), self) << "and again after a wait";
        in_child = child;
    });
    EXPECT_FALSE(in_callback) << "a plain callback belongs to no task";
    EXPECT_TRUE(in_child.done());
    EXPECT_FALSE(current_task());
}

TEST(AllTasks, AreThoseThatAreNotDoneInTheOrderOfMaking) {
    run_virtual([]() -> Coro<> {
        Log log;
        const AnyTask self = current_task();
        const Task<int> quick = create_task(note(log, ""));
        const Task<> slow = create_task(yield_three_times(log, "a"));
        const Task<> last = create_task(yield_three_times(log, "b"));
        EXPECT_EQ(rondo::all_tasks(), (std::vector<AnyTask>{self, AnyTask(quick), slow, last}));
        co_await rondo::sleep(0s);
        EXPECT_EQ(rondo::all_tasks(), (std::vector<AnyTask>{self, slow, last}));
        co_await last;
        EXPECT_EQ(rondo::all_tasks(), (std::vector<AnyTask>{self}));
    });
}

TEST(AllTasks, OfALoopThatDoesNotRun) {
    rondo::EventLoop loop({.virtual_time = true});
    Log log;
    EXPECT_TRUE(rondo::all_tasks(loop).empty());
    const Task<int> task = loop.create_task(note(log, ""));
    EXPECT_EQ(rondo::all_tasks(loop), (std::vector<AnyTask>{task}));
    loop.run_until_complete(task);
    EXPECT_TRUE(rondo::all_tasks(loop).empty());
}

TEST(Task, CannotBeGivenAResultFromOutside) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<int> task = create_task(note(log, "", 1));
        EXPECT_THROW(task.set_result(2), rondo::RuntimeError);
        EXPECT_THROW(task.set_exception(std::runtime_error("no")), rondo::RuntimeError);
        EXPECT_EQ(co_await task, 1);
    });
}

TEST(Task, CanBeKeptInAnUnorderedSet) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<int> task = create_task(note(log, "", 1));
        const std::unordered_set<AnyTask> tasks{task, current_task(), AnyTask(task)};
        EXPECT_EQ(tasks.size(), 2U);
        EXPECT_TRUE(tasks.contains(task));
        co_await task;
    });
}

TEST(Task, HandlesOutliveTheLoopAndStayReadable) {
    Task<int> finished;
    Task<> failed;
    Task<> pending;
    Task<> unbegun;
    {
        Log log;
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        finished = loop.create_task(note(log, "", 4), "finished");
        failed = loop.create_task([](int) -> Coro<> {
            throw std::runtime_error("no");
            co_return;
        }(0));
        pending = loop.create_task(rondo::sleep(1h));
        loop.stop();
        loop.run_forever();
        unbegun = loop.create_task(rondo::sleep(1h));
    }
    EXPECT_EQ(finished.result(), 4);
    EXPECT_EQ(finished.get_name(), "finished");
    EXPECT_THROW(failed.result(), std::runtime_error);
    EXPECT_TRUE(pending.cancelled());
    EXPECT_THROW(pending.result(), rondo::CancelledError);
    EXPECT_FALSE(pending.cancel()) << "it is done";
    EXPECT_EQ(pending.cancelling(), 0);
    EXPECT_TRUE(unbegun.cancelled());
}

}  // namespace
