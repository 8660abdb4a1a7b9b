#include "tests/support/note_end.hpp"
#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::await_it;
using support::Log;
using support::note_end;
using support::run_virtual;

TEST(Cancel, InterruptsASleep) {
    run_virtual([]() -> Coro<> {
        Log log;
        const rondo::TimePoint began = get_running_loop().time();
        const Task<> task = create_task(note_end(rondo::sleep(1h), log, "task"));
        co_await rondo::sleep(1s);
        EXPECT_TRUE(task.cancel());
        EXPECT_FALSE(task.done()) << "it is a request";
        EXPECT_THROW(co_await task, CancelledError);
        EXPECT_TRUE(task.cancelled());
        EXPECT_EQ(get_running_loop().time() - began, 1s);
        EXPECT_EQ(log, (Log{"task cancelled"}));
    });
}

TEST(Cancel, IsTooLateOnceTheTaskIsDone) {
    run_virtual([]() -> Coro<> {
        const Task<> task = create_task(rondo::sleep(0s));
        co_await task;
        EXPECT_FALSE(task.cancel());
        EXPECT_FALSE(task.cancelled());
        EXPECT_EQ(task.cancelling(), 0);
    });
}

TEST(Cancel, IsNotCaughtAsAStdException) {
    run_virtual([]() -> Coro<> {
        bool swallowed = false;
        const Task<> task = create_task([&swallowed]() -> Coro<> {
            try {
                co_await rondo::sleep(1h);
            } catch (const std::exception&) {
                swallowed = true;
            }
        });
        co_await rondo::sleep(0s);
        task.cancel();
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_FALSE(swallowed);
    });
}

TEST(Cancel, BeforeTheFirstStepEndsTheTaskWithoutRunningIt) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        Log log;
        const auto work = [](support::Owner, Log& its_log) -> Coro<> {
            its_log.emplace_back("ran");
            co_return;
        };
        const Task<> task = create_task(work(support::Owner(alive), log));
        EXPECT_TRUE(task.cancel("not needed"));
        EXPECT_FALSE(task.done()) << "its end, too, goes through the loop";
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_TRUE(log.empty());
        EXPECT_EQ(alive, 0) << "its frame is gone";
    });
}

TEST(Cancel, CancelsTheTaskThatIsAwaited) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<> inner = create_task(note_end(rondo::sleep(1h), log, "inner"));
        const Task<> outer = create_task(note_end(inner, log, "outer"));
        co_await rondo::sleep(0s);
        outer.cancel();
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"inner cancelled"}));
        EXPECT_TRUE(inner.cancelled());
        EXPECT_FALSE(outer.done());
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"inner cancelled", "outer cancelled"}));
        EXPECT_TRUE(outer.cancelled());
    });
}

TEST(Cancel, OfOneTaskCancelsTheOtherThatAwaitsTheSameFuture) {
    run_virtual([]() -> Coro<> {
        const Future<> shared = get_running_loop().create_future();
        const Task<> first = create_task(await_it(shared));
        const Task<> second = create_task(await_it(shared));
        co_await rondo::sleep(0s);
        first.cancel();
        EXPECT_TRUE(shared.cancelled());
        co_await rondo::sleep(0s);
        EXPECT_TRUE(first.cancelled());
        EXPECT_TRUE(second.cancelled());
    });
}

TEST(Cancel, OfOneTaskCancelsTheOtherThatAwaitsTheSameTask) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<> shared = create_task(note_end(rondo::sleep(1h), log, "shared"));
        const Task<> first = create_task(await_it(shared));
        const Task<> second = create_task(await_it(shared));
        co_await rondo::sleep(0s);
        second.cancel();
        co_await rondo::sleep(0s);
        co_await rondo::sleep(0s);
        EXPECT_TRUE(first.cancelled());
        EXPECT_TRUE(second.cancelled());
        EXPECT_EQ(first.cancelling(), 0);
        EXPECT_EQ(second.cancelling(), 1);
    });
}

TEST(Cancel, ThatTheInnerTaskSwallowsNeverReachesTheOuter) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<int> inner = create_task([&log]() -> Coro<int> {
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {
                log.emplace_back("swallowed");
            }
            co_await rondo::sleep(1s);
            co_return 5;
        });
        const Task<int> outer = create_task([&inner]() -> Coro<int> { co_return co_await inner; });
        co_await rondo::sleep(0s);
        EXPECT_TRUE(outer.cancel());
        EXPECT_EQ(co_await outer, 5);
        EXPECT_FALSE(outer.cancelled());
        EXPECT_EQ(outer.cancelling(), 1) << "the request stays counted";
        EXPECT_EQ(log, (Log{"swallowed"}));
    });
}

TEST(Cancel, WinsOverAResultThatHasNotBeenSeenYet) {
    run_virtual([]() -> Coro<> {
        const Future<> future = get_running_loop().create_future();
        const Task<> task = create_task(await_it(future));
        co_await rondo::sleep(0s);
        future.set_result();
        EXPECT_TRUE(task.cancel());
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_FALSE(future.cancelled());
    });
}

TEST(Cancel, WinsOverAnExceptionThatHasNotBeenSeenYet) {
    testing::internal::CaptureStderr();
    run_virtual([]() -> Coro<> {
        const Future<> future = get_running_loop().create_future();
        const Task<> task = create_task(await_it(future));
        co_await rondo::sleep(0s);
        future.set_exception(std::runtime_error("not seen"));
        EXPECT_TRUE(task.cancel());
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
    });
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "it was delivered, so not reported";
}

TEST(Cancel, WinsOverTheResultOfATaskThatIsDone) {
    run_virtual([]() -> Coro<> {
        const auto quick = []() -> Coro<int> {
            co_await rondo::sleep(0s);
            co_return 7;
        };
        const Task<int> inner = create_task(quick());
        const Task<int> outer = create_task([&inner]() -> Coro<int> { co_return co_await inner; });
        co_await rondo::sleep(0s);
        co_await rondo::sleep(0s);
        EXPECT_TRUE(inner.done());
        EXPECT_FALSE(outer.done());
        EXPECT_TRUE(outer.cancel());
        co_await rondo::sleep(0s);
        EXPECT_TRUE(outer.cancelled());
        EXPECT_EQ(inner.result(), 7);
    });
}

TEST(Cancel, ATaskMayEndCancelledThoughNobodyAskedIt) {
    run_virtual([]() -> Coro<> {
        const Future<> future = get_running_loop().create_future();
        const Task<> task = create_task(await_it(future));
        co_await rondo::sleep(0s);
        future.cancel();
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_EQ(task.cancelling(), 0);
    });
}

TEST(Cancel, EndsTasksThatAwaitEachOtherInACircle) {
    run_virtual([]() -> Coro<> {
        std::vector<Task<>> circle(3);
        const auto waits = [](std::vector<Task<>>& tasks, std::size_t whom) -> Coro<> {
            co_await tasks[whom];
        };
        for (std::size_t i = 0; i < 3; ++i) circle[i] = create_task(waits(circle, (i + 1) % 3));
        co_await rondo::sleep(0s);
        EXPECT_TRUE(circle[1].cancel("round and round"));
        co_await rondo::sleep(1s);
        for (const Task<>& task : circle) EXPECT_TRUE(task.cancelled());
        circle.clear();
    });
}

}  // namespace
