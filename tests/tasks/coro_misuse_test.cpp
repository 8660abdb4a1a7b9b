#include "tests/support/owner.hpp"
#include "tests/support/regex.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <chrono>
#include <coroutine>
#include <string>
#include <vector>

namespace {

using rondo::Coro;
using rondo::EventLoop;
using rondo::RuntimeError;
using support::run_virtual;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

Coro<int> one() { co_return 1; }

/// The text of the RuntimeError that an awaitable throws.
template <class A>
Coro<std::string> refusal(A& awaitable) {
    std::string text = "it was not refused";
    try {
        co_await awaitable;
    } catch (const RuntimeError& error) {
        text = error.what();
    }
    co_return text;
}

TEST(CoroMisuse, AwaitedTwiceIsRefused) {
    run_virtual([]() -> Coro<> {
        Coro<int> coro = one();
        EXPECT_EQ(co_await coro, 1);
        EXPECT_EQ(co_await refusal(coro), "cannot reuse already awaited coroutine");
    });
}

TEST(CoroMisuse, AwaitedAfterATaskWasMadeOfItIsRefused) {
    run_virtual([]() -> Coro<> {
        Coro<int> coro = one();
        const rondo::Task<int> task = rondo::create_task(coro);
        EXPECT_EQ(co_await refusal(coro), "cannot reuse already awaited coroutine");
        EXPECT_THROW((void)rondo::create_task(coro), RuntimeError);
        EXPECT_EQ(co_await task, 1);
    });
}

TEST(CoroMisuse, AwaitedAfterItWasMovedFromIsRefused) {
    run_virtual([]() -> Coro<> {
        Coro<int> from = one();
        Coro<int> to = std::move(from);
        EXPECT_EQ(co_await refusal(from), "cannot reuse already awaited coroutine");
        EXPECT_EQ(co_await to, 1);
    });
}

TEST(CoroMisuse, AwaitedAfterCloseIsRefused) {
    run_virtual([]() -> Coro<> {
        Coro<int> coro = one();
        coro.close();
        EXPECT_EQ(co_await refusal(coro), "cannot reuse already awaited coroutine");
    });
}

Coro<> hold(support::Owner) { co_return; }

TEST(CoroMisuse, NeverAwaitedIsReportedWithFunctionAndPlace) {
    support::Reports reports;
    EventLoop loop({.virtual_time = true});
    reports.listen_to(loop);
    int alive = 0;
    loop.call_soon([&alive] { const Coro<> forgotten = hold(support::Owner(alive)); });
    loop.stop();
    loop.run_forever();
    EXPECT_THAT(reports.all,
                ElementsAre(AllOf(HasSubstr("coroutine 'hold' was never awaited"),
                                  support::ContainsPattern("coro_misuse_test\\.cpp:[0-9]+$"))));
    EXPECT_EQ(alive, 0) << "its parameters are freed";
}

TEST(CoroMisuse, NeverAwaitedOutsideOfALoopIsPrinted) {
    testing::internal::CaptureStderr();
    { const Coro<int> forgotten = one(); }
    EXPECT_THAT(
        testing::internal::GetCapturedStderr(),
        AllOf(HasSubstr("coroutine 'one' was never awaited"), HasSubstr("coro_misuse_test.cpp:"),
              HasSubstr("it did nothing: co_await it, or make a task of it")));
}

TEST(CoroMisuse, ClosedOneIsNotReported) {
    testing::internal::CaptureStderr();
    int alive = 0;
    {
        Coro<> coro = hold(support::Owner(alive));
        EXPECT_EQ(alive, 1);
        coro.close();
        EXPECT_EQ(alive, 0) << "at once";
        coro.close();
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(CoroMisuse, AnOverwrittenOneIsReported) {
    testing::internal::CaptureStderr();
    run_virtual([]() -> Coro<> {
        Coro<int> coro = one();
        coro = one();
        co_await coro;
    });
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("'one' was never awaited"));
}

TEST(CoroMisuse, ATaskThatNeverBeganIsNotReportedAsNeverAwaited) {
    support::Reports reports;
    {
        EventLoop loop({.virtual_time = true});
        reports.listen_to(loop);
        loop.create_task(one(), "unbegun");
    }
    EXPECT_THAT(reports.all, ElementsAre(AllOf(HasSubstr("Task was destroyed but it is pending!"),
                                               EndsWith("unbegun"))));
}

/// Awaits something though no task runs, and says what it was told.
template <class A>
Coro<> await_outside(A awaitable, std::string& told) {
    try {
        co_await awaitable;
    } catch (const RuntimeError& error) {
        told = error.what();
    }
    co_await std::suspend_always{};  // there is no task that could end
}

/// Resumes a coroutine by hand, as no program should.
template <class A>
std::string refusal_outside(A awaitable) {
    std::string told = "it was not refused";
    auto& promise = await_outside(std::move(awaitable), told).release();
    promise.handle.resume();
    promise.handle.destroy();
    return told;
}

TEST(CoroMisuse, AwaitedOutsideOfATaskIsRefused) {
    const std::string text = "co_await outside of a task: use rondo::run or create_task";
    EventLoop loop;
    const rondo::Future<> future = loop.create_future();
    Coro<int> kept = one();
    EXPECT_EQ(refusal_outside(future), text);
    EXPECT_EQ(refusal_outside(rondo::sleep(std::chrono::seconds(1))), text);
    testing::internal::CaptureStderr();
    EXPECT_EQ(refusal_outside(std::move(kept)), text);
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("'one' was never awaited"));
}

}  // namespace
