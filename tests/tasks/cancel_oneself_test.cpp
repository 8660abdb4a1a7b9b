#include "tests/support/note_end.hpp"
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
using rondo::current_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::Log;
using support::run_virtual;

TEST(CancelOneself, BeforeReturningLosesTheValue) {
    run_virtual([]() -> Coro<> {
        const auto work = []() -> Coro<int> {
            current_task().cancel();
            co_return 5;
        };
        const Task<int> task = create_task(work());
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_THROW((void)task.result(), CancelledError);
    });
}

TEST(CancelOneself, BeforeRaisingIsBeatenByTheException) {
    run_virtual([]() -> Coro<> {
        const auto work = []() -> Coro<int> {
            current_task().cancel();
            throw std::range_error("wins");
            co_return 5;
        };
        const Task<int> task = create_task(work());
        co_await rondo::sleep(0s);
        EXPECT_FALSE(task.cancelled());
        EXPECT_THROW((void)task.result(), std::range_error);
    });
}

TEST(CancelOneself, IsDeliveredAtTheNextAwaitThatWaits) {
    for (const auto delay : {0ns, std::chrono::nanoseconds(1h)}) {
        run_virtual([delay]() -> Coro<> {
            Log log;
            const Task<int> task = create_task([&log, delay]() -> Coro<int> {
                current_task().cancel();
                const Future<> done = get_running_loop().create_future();
                done.set_result();
                co_await done;
                log.emplace_back("what is done does not interrupt");
                try {
                    co_await rondo::sleep(delay);
                } catch (const CancelledError&) {
                    log.emplace_back("interrupted");
                }
                co_await rondo::sleep(1s);
                co_return 5;
            });
            EXPECT_EQ(co_await task, 5);
            EXPECT_EQ(log, (Log{"what is done does not interrupt", "interrupted"}));
        });
    }
}

TEST(CancelOneself, ReachesTheFutureThatIsAwaitedNext) {
    run_virtual([]() -> Coro<> {
        const Future<> future = get_running_loop().create_future();
        const auto work = [](Future<> its_future) -> Coro<> {
            current_task().cancel("self");
            co_await its_future;
        };
        const Task<> task = create_task(work(future));
        co_await rondo::sleep(0s);
        EXPECT_TRUE(future.cancelled());
        EXPECT_FALSE(task.done());
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
    });
}

}  // namespace
