#include "tests/support/owner.hpp"
#include "tests/support/reports.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using rondo::AnyFuture;
using rondo::Coro;
using rondo::EventLoop;
using rondo::Future;
using rondo::Task;

using Log = std::vector<std::string>;

TEST(FutureLife, HandlesOutliveTheLoopAndStayReadable) {
    Future<int> finished;
    Future<int> failed;
    Future<int> cancelled;
    Future<int> pending;
    {
        EventLoop loop;
        finished = loop.create_future<int>();
        finished.set_result(1);
        failed = loop.create_future<int>();
        failed.set_exception(std::runtime_error("no"));
        cancelled = loop.create_future<int>();
        cancelled.cancel("gone");
        pending = loop.create_future<int>();
    }
    EXPECT_EQ(finished.result(), 1);
    EXPECT_THROW((void)failed.result(), std::runtime_error);
    EXPECT_TRUE(cancelled.cancelled());
    EXPECT_FALSE(pending.done());
    EXPECT_NO_THROW(pending.set_result(2)) << "nobody waits, so no loop is needed";
    EXPECT_EQ(pending.result(), 2);
}

// Though the next loop may lie where this one did.
TEST(FutureLife, OneWhoseLoopIsGoneBelongsToNoOther) {
    Future<> pending, done;
    {
        EventLoop loop({.virtual_time = true});
        pending = loop.create_future();
        done = loop.create_future();
        done.set_result();
    }
    std::vector<std::unique_ptr<EventLoop>> others;
    for (int number = 0; number < 10; ++number) {
        others.push_back(std::make_unique<EventLoop>(rondo::LoopOptions{.virtual_time = true}));
        EXPECT_THROW(done.add_done_callback([](const AnyFuture&) {}), rondo::RuntimeError);
        EXPECT_EQ(pending.state().loop(), nullptr);
    }
}

TEST(FutureLife, ADoneCallbackWithoutALoopIsRefused) {
    Future<int> pending;
    Future<int> finished;
    int alive = 0;
    {
        EventLoop loop;
        pending = loop.create_future<int>();
        finished = loop.create_future<int>();
        finished.set_result(1);
    }
    const auto callback = [owner = support::Owner(alive)](const AnyFuture&) {};
    EXPECT_THROW(finished.add_done_callback(callback), rondo::RuntimeError);
    EXPECT_EQ(alive, 1) << "what was refused is freed";
    EXPECT_THROW(pending.add_done_callback(callback), rondo::RuntimeError);
    EXPECT_EQ(alive, 1) << "nobody could ever call it";
    pending.set_result(1);
    EXPECT_EQ(pending.result(), 1);
}

TEST(FutureLife, APendingOneWithCallbacksLeaksNothing) {
    EventLoop loop;
    int alive = 0;
    {
        const Future<support::Owner> future = loop.create_future<support::Owner>();
        future.add_done_callback([owner = support::Owner(alive)](const AnyFuture&) { FAIL(); });
        EXPECT_EQ(alive, 1);
    }
    EXPECT_EQ(alive, 0);
}

TEST(FutureLife, TheResultGoesWithTheLastHandle) {
    EventLoop loop;
    int alive = 0;
    std::optional<Future<support::Owner>> first(loop.create_future<support::Owner>());
    std::optional<Future<support::Owner>> second(first);
    first->set_result(support::Owner(alive));
    EXPECT_EQ(alive, 1);
    first.reset();
    EXPECT_EQ(alive, 1);
    second.reset();
    EXPECT_EQ(alive, 0);
}

TEST(FutureLife, CallbacksQueuedWhenTheLoopClosesAreFreed) {
    int alive = 0;
    {
        EventLoop loop;
        const Future<> future = loop.create_future();
        future.add_done_callback([owner = support::Owner(alive)](const AnyFuture&) { FAIL(); });
        future.set_result();
        future.add_done_callback([owner = support::Owner(alive)](const AnyFuture&) { FAIL(); });
        EXPECT_EQ(alive, 2);
    }
    EXPECT_EQ(alive, 0);
}

TEST(NeverRetrieved, AnExceptionIsReportedOnceWhenTheLastHandleGoes) {
    support::Reports reports;
    EventLoop loop;
    reports.listen_to(loop);
    {
        const Future<int> future = loop.create_future<int>();
        const Future<int> copy = future;
        future.set_exception(std::runtime_error("lost"));
        EXPECT_TRUE(reports.all.empty());
    }
    EXPECT_EQ(reports.all,
              (Log{"Future exception was never retrieved | std::runtime_error: lost | "}));
}

TEST(NeverRetrieved, OneThatWasLookedAtIsNotReported) {
    support::Reports reports;
    EventLoop loop;
    reports.listen_to(loop);
    {
        const Future<int> asked = loop.create_future<int>();
        asked.set_exception(std::runtime_error("asked for"));
        (void)asked.exception();
        const Future<int> read = loop.create_future<int>();
        read.set_exception(std::runtime_error("read"));
        EXPECT_THROW((void)read.result(), std::runtime_error);
        const Future<int> cancelled = loop.create_future<int>();
        cancelled.cancel();
    }
    EXPECT_TRUE(reports.all.empty());
}

TEST(NeverRetrieved, OneThatWasAwaitedIsNotReported) {
    support::Reports reports;
    EventLoop loop({.virtual_time = true});
    reports.listen_to(loop);
    const auto main = []() -> Coro<> {
        const Future<> future = rondo::get_running_loop().create_future();
        rondo::get_running_loop().call_soon(
            [future] { future.set_exception(std::runtime_error("awaited")); });
        EXPECT_THROW(co_await future, std::runtime_error);
    };
    loop.run_until_complete(main());
    EXPECT_TRUE(reports.all.empty());
}

TEST(NeverRetrieved, CallingBackAloneDoesNotRetrieve) {
    support::Reports reports;
    EventLoop loop({.virtual_time = true});
    reports.listen_to(loop);
    {
        const Future<int> future = loop.create_future<int>();
        future.add_done_callback([](const AnyFuture& done) { EXPECT_TRUE(done.done()); });
        future.set_exception(std::runtime_error("lost"));
        loop.stop();
        loop.run_forever();
    }
    EXPECT_EQ(reports.all.size(), 1U);
}

Coro<> fail_at_once() {
    throw std::runtime_error("lost in a task");
    co_return;
}

TEST(NeverRetrieved, ATasksReportNamesTheTask) {
    support::Reports reports;
    EventLoop loop({.virtual_time = true});
    reports.listen_to(loop);
    loop.create_task(fail_at_once(), "the culprit");
    loop.stop();
    loop.run_forever();
    EXPECT_EQ(reports.all,
              (Log{"Task exception was never retrieved | std::runtime_error: lost in a "
                   "task | the culprit"}));
}

TEST(NeverRetrieved, AfterTheLoopIsGoneItIsPrinted) {
    testing::internal::CaptureStderr();
    {
        Future<int> future;
        EventLoop loop;
        future = loop.create_future<int>();
        future.set_exception(std::runtime_error("lost"));
        loop.close();
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "rondo: Future exception was never retrieved: std::runtime_error: lost\n");
}

}  // namespace
