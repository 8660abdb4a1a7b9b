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
using rondo::Task;
using support::Log;
using support::note_message;
using support::run_virtual;
using support::swallow;

TEST(CancelCleanUp, MayAwait) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<> task = create_task([&log]() -> Coro<> {
            std::exception_ptr cancellation;
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {
                cancellation = std::current_exception();
            }
            co_await rondo::sleep(2s);
            log.emplace_back("cleaned up");
            std::rethrow_exception(cancellation);
        });
        co_await rondo::sleep(0s);
        const rondo::TimePoint began = rondo::get_running_loop().time();
        task.cancel();
        EXPECT_THROW(co_await task, CancelledError);
        EXPECT_EQ(rondo::get_running_loop().time() - began, 2s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_EQ(log, (Log{"cleaned up"}));
    });
}

TEST(CancelCleanUp, IsInterruptedByASecondCancel) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<> task = create_task([&log]() -> Coro<> {
            co_await swallow(rondo::sleep(1h), log);
            co_await note_message(rondo::sleep(1h), log);
        });
        co_await rondo::sleep(0s);
        task.cancel("first");
        co_await rondo::sleep(1s);
        task.cancel("second");
        co_await rondo::sleep(1s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_EQ(task.cancelling(), 2);
        EXPECT_EQ(log, (Log{"first", "second"}));
    });
}

TEST(CancelCleanUp, DestructorsRunFromTheInnermostOutward) {
    struct Leaver {
        Leaver(Log& its_log, std::string its_name) : log(its_log), name(std::move(its_name)) {}
        Leaver(const Leaver&) = delete;
        Leaver& operator=(const Leaver&) = delete;
        ~Leaver() { log.push_back(name); }
        Log& log;
        std::string name;
    };
    run_virtual([]() -> Coro<> {
        Log log;
        const auto inner = [](Log& its_log) -> Coro<> {
            const Leaver leaver(its_log, "inner");
            co_await rondo::sleep(1h);
        };
        const Task<> task = create_task([&]() -> Coro<> {
            const Leaver leaver(log, "outer");
            co_await inner(log);
        });
        co_await rondo::sleep(0s);
        task.cancel();
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"inner", "outer"}));
    });
}

TEST(CancelCleanUp, ItsFailureIsTheTasksFailure) {
    run_virtual([]() -> Coro<> {
        const Task<> task = create_task([]() -> Coro<> {
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {
                throw std::range_error("clean-up failed");
            }
        });
        co_await rondo::sleep(0s);
        task.cancel();
        EXPECT_THROW(co_await task, std::range_error);
        EXPECT_FALSE(task.cancelled());
    });
}

TEST(CancelCleanUp, SwallowingMeansTheTaskGoesOn) {
    run_virtual([]() -> Coro<> {
        const Task<int> task = create_task([]() -> Coro<int> {
            int refusals = 0;
            for (int i = 0; i < 3; ++i) {
                try {
                    co_await rondo::sleep(1h);
                } catch (const CancelledError&) {
                    ++refusals;
                }
            }
            co_return refusals;
        });
        for (int i = 0; i < 3; ++i) {
            co_await rondo::sleep(1s);
            EXPECT_TRUE(task.cancel());
        }
        EXPECT_EQ(co_await task, 3);
        EXPECT_FALSE(task.cancelled());
        EXPECT_EQ(task.cancelling(), 3);
    });
}

TEST(CancelCleanUp, ACancellationThatWasCaughtIsNotDeliveredAgain) {
    run_virtual([]() -> Coro<> {
        const Task<int> task = create_task([]() -> Coro<int> {
            bool caught = false;
            try {
                co_await rondo::sleep(0s);
            } catch (const CancelledError&) {
                caught = true;
            }
            co_await rondo::sleep(0s);
            co_await rondo::sleep(1s);
            co_return caught ? 1 : 0;
        });
        co_await rondo::sleep(0s);
        task.cancel();
        EXPECT_EQ(co_await task, 1);
    });
}

TEST(CancelCleanUp, CancellingOtherTasksFromItIsFine) {
    run_virtual([]() -> Coro<> {
        const Task<> other = create_task(rondo::sleep(1h));
        const Task<> task = create_task([&other]() -> Coro<> {
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {
                other.cancel("by the clean-up");
                current_task().cancel("again, by itself");
                throw;
            }
        });
        co_await rondo::sleep(0s);
        task.cancel();
        co_await rondo::sleep(0s);
        co_await rondo::sleep(0s);
        EXPECT_TRUE(task.cancelled());
        EXPECT_TRUE(other.cancelled());
    });
}

}  // namespace
