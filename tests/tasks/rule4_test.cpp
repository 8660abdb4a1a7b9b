#include "tests/support/reports.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <stdexcept>
#include <string>
#include <vector>

// Rule 4: one bad callback does not stop the loop; an exception that nobody retrieved is reported.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::Future;
using rondo::Task;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

using Log = std::vector<std::string>;

Coro<> fail(std::string text) {
    co_await rondo::sleep(0s);
    throw std::runtime_error(text);
}

class Rule4OneBadCallbackDoesNotStopTheLoop : public testing::Test {
protected:
    Rule4OneBadCallbackDoesNotStopTheLoop() { reports.listen_to(loop); }

    support::Reports reports;
    rondo::EventLoop loop{{.virtual_time = true}};
};

TEST_F(Rule4OneBadCallbackDoesNotStopTheLoop, CallbacksTimersAndDoneCallbacksAreReported) {
    const Future<> future = loop.create_future();
    future.add_done_callback([](const Future<>&) { throw std::runtime_error("done-callback"); });
    future.set_result();
    loop.call_soon([] { throw std::runtime_error("callback"); });
    loop.call_later(1s, [] { throw std::runtime_error("timer"); });
    loop.run_until_complete(rondo::sleep(2s));
    EXPECT_THAT(reports.all,
                ElementsAre(StartsWith("Exception in callback | std::runtime_error: done-callback"),
                            StartsWith("Exception in callback | std::runtime_error: callback"),
                            StartsWith("Exception in callback | std::runtime_error: timer")));
}

TEST_F(Rule4OneBadCallbackDoesNotStopTheLoop, WhateverIsThrown) {
    loop.call_soon([] { throw 42; });
    loop.call_soon([] { throw rondo::CancelledError("stray"); });
    loop.run_until_complete(rondo::sleep(0s));
    EXPECT_THAT(reports.all,
                ElementsAre(StartsWith("Exception in callback | an exception that is not derived "
                                       "from std::exception"),
                            StartsWith("Exception in callback | rondo::CancelledError: stray")));
}

void careless_function() { throw std::runtime_error("bad"); }

TEST_F(Rule4OneBadCallbackDoesNotStopTheLoop, TheReportNamesWhatWasRunning) {
    loop.call_soon([] { careless_function(); });
    loop.run_until_complete(rondo::sleep(0s));
    EXPECT_THAT(reports.all, ElementsAre(HasSubstr("TheReportNamesWhatWasRunning")))
        << "a lambda is named after the function that it stands in";
}

TEST_F(Rule4OneBadCallbackDoesNotStopTheLoop, AFailedTaskThatNobodyAwaitsIsReportedWhenItGoes) {
    {
        const Task<> task = loop.create_task(fail("unseen"), "careless");
        loop.run_until_complete(rondo::sleep(1s));
        EXPECT_TRUE(task.done());
        EXPECT_TRUE(reports.all.empty()) << "somebody might still ask";
    }
    EXPECT_EQ(reports.all, (Log{"Task exception was never retrieved | std::runtime_error: unseen | "
                                "careless"}));
}

TEST_F(Rule4OneBadCallbackDoesNotStopTheLoop, AFailedTaskThatWasAwaitedIsNot) {
    EXPECT_THROW(loop.run_until_complete(fail("seen")), std::runtime_error);
    const Task<> task = loop.create_task(fail("asked for"));
    loop.run_until_complete(rondo::sleep(1s));
    EXPECT_TRUE(task.exception());
    EXPECT_TRUE(reports.all.empty());
}

TEST_F(Rule4OneBadCallbackDoesNotStopTheLoop, ACancelledTaskIsNoFailure) {
    loop.create_task(rondo::sleep(1h)).cancel();
    loop.run_until_complete(rondo::sleep(0s));
    EXPECT_TRUE(reports.all.empty());
}

TEST_F(Rule4OneBadCallbackDoesNotStopTheLoop, AnExceptionInTheHandlerItselfIsPrinted) {
    loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {
        throw std::runtime_error("bad handler");
    });
    bool went_on = false;
    loop.call_soon([] { throw std::runtime_error("bad callback"); });
    loop.call_soon([&went_on] { went_on = true; });
    testing::internal::CaptureStderr();
    loop.run_until_complete(rondo::sleep(0s));
    const std::string printed = testing::internal::GetCapturedStderr();
    EXPECT_THAT(printed, HasSubstr("bad handler"));
    EXPECT_THAT(printed, HasSubstr("bad callback"));
    EXPECT_TRUE(went_on);
}

}  // namespace
