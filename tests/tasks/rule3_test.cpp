#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <string>
#include <vector>

// Rule 3: nothing runs behind your back.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::run_virtual;

using Log = std::vector<std::string>;

Coro<> note_after(Future<> future, Log& log) {
    try {
        co_await future;
    } catch (...) {}
    log.emplace_back("task");
}

TEST(Rule3NothingRunsBehindYourBack, NeitherCallbacksNorTasksRunInsideSetResult) {
    run_virtual([]() -> Coro<> {
        enum class End { result, exception, cancel };
        for (const End end : {End::result, End::exception, End::cancel}) {
            Log log;
            const Future<> future = get_running_loop().create_future();
            create_task(note_after(future, log));
            future.add_done_callback([&log](const Future<>& done) {
                log.emplace_back("callback");
                if (!done.cancelled()) (void)done.exception();
            });
            co_await rondo::sleep(0s);
            if (end == End::result) future.set_result();
            if (end == End::exception) future.set_exception(std::runtime_error("no"));
            if (end == End::cancel) future.cancel();
            EXPECT_TRUE(log.empty());
            co_await rondo::sleep(0s);
            EXPECT_EQ(log, (Log{"callback", "task"})) << "in the order in which they came";
        }
    });
}

TEST(Rule3NothingRunsBehindYourBack, ACancelledTaskDoesNotRunInsideCancel) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Future<> future = get_running_loop().create_future();
        const Task<> task = create_task(note_after(future, log));
        co_await rondo::sleep(0s);
        task.cancel();
        EXPECT_TRUE(log.empty());
        EXPECT_FALSE(task.done());
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"task"}));
    });
}

TEST(Rule3NothingRunsBehindYourBack, MakingATaskRunsNothingOfIt) {
    run_virtual([]() -> Coro<> {
        bool ran = false;
        const auto work = [](bool& its_flag) -> Coro<> {
            its_flag = true;
            co_return;
        };
        const Task<> task = create_task(work(ran));
        EXPECT_FALSE(ran);
        co_await task;
        EXPECT_TRUE(ran);
    });
}

TEST(Rule3NothingRunsBehindYourBack, ATaskThatEndsWakesNobodyInTheSameStep) {
    run_virtual([]() -> Coro<> {
        Log log;
        const auto quick = [](Log& its_log) -> Coro<> {
            co_await rondo::sleep(0s);
            its_log.emplace_back("ends");
        };
        const Task<> task = create_task(quick(log));
        task.add_done_callback([&log](const Task<>&) { log.emplace_back("callback"); });
        co_await rondo::sleep(0s);
        get_running_loop().call_soon([&log] { log.emplace_back("behind it"); });
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"ends", "behind it"}));
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"ends", "behind it", "callback"}));
    });
}

TEST(Rule3NothingRunsBehindYourBack, AwaitingACoroutineAndWhatIsDoneLetsNobodyElseRun) {
    bool others_ran = false;
    run_virtual([&]() -> Coro<> {
        const auto deep = [](auto& self, int depth) -> Coro<int> {
            if (depth == 0) co_return 0;
            co_return co_await self(self, depth - 1) + 1;
        };
        const Future<int> done = get_running_loop().create_future<int>();
        done.set_result(1);
        get_running_loop().call_soon([&others_ran] { others_ran = true; });
        EXPECT_EQ(co_await deep(deep, 50), 50);
        for (int i = 0; i < 50; ++i) co_await done;
        EXPECT_FALSE(others_ran);
        co_await rondo::sleep(0s);
        EXPECT_TRUE(others_ran);
    });
}

}  // namespace
