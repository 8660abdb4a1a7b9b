#include "tests/support/owner.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

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
using testing::MatchesRegex;

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
    EXPECT_THAT(reports.all, ElementsAre(AllOf(HasSubstr("coroutine 'hold' was never awaited"),
                                               MatchesRegex(".*coro_misuse_test\\.cpp:[0-9]+"))));
    EXPECT_EQ(alive, 0) << "its parameters are freed";
}

TEST(CoroMisuse, NeverAwaitedOutsideOfALoopIsPrinted) {
    testing::internal::CaptureStderr();
    { const Coro<int> forgotten = one(); }
    EXPECT_THAT(
        testing::internal::GetCapturedStderr(),
        AllOf(HasSubstr("coroutine 'one' was never awaited"), HasSubstr("coro_misuse_test.cpp:")));
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

TEST(CoroMisuse, ReadyMadeTextsAreClear) {
    const auto texts = [](auto&& action) -> std::string {
        try {
            action();
        } catch (const RuntimeError& error) {
            return error.what();
        }
        return "it was not refused";
    };
    EXPECT_EQ(texts([] { (void)rondo::get_running_loop(); }), "no running event loop");
    Coro<int> coro = one();
    EXPECT_EQ(texts([&coro] { (void)rondo::create_task(coro); }), "no running event loop");
    coro.close();
}

}  // namespace
