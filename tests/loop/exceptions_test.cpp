#include "tests/support/reports.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::Reports;
using support::run_turns;
using support::SocketPair;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::internal::CaptureStderr;
using ::testing::internal::GetCapturedStderr;

namespace {

// Rule 4: one bad callback does not stop the loop.
struct Rule4OneBadCallback : ::testing::Test {
    Reports reports;
    std::vector<std::string> calls;
    EventLoop loop{LoopOptions{.virtual_time = true}};

    auto note(std::string name) {
        return [this, name] { calls.push_back(name); };
    }
    static void fail() { throw std::runtime_error("bad"); }
    static void fail_oddly() { throw 42; }
    static void fail_cancelled() { throw CancelledError("enough"); }
};

TEST_F(Rule4OneBadCallback, LetsTheOthersRun) {
    reports.listen_to(loop);
    loop.call_soon(note("before"));
    loop.call_soon(fail);
    loop.call_soon(note("after"));
    loop.call_later(0s, fail);
    loop.call_later(0s, note("timer"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("before", "after", "timer"));
    EXPECT_THAT(reports.all,
                ElementsAre("Exception in callback | std::runtime_error: bad | void (*)()",
                            "Exception in callback | std::runtime_error: bad | void (*)()"));
}

TEST_F(Rule4OneBadCallback, WhateverItThrows) {
    reports.listen_to(loop);
    loop.call_soon(fail_oddly);
    loop.call_soon(fail_cancelled);
    run_turns(loop);
    EXPECT_THAT(reports.all,
                ElementsAre("Exception in callback | an exception that is not derived from "
                            "std::exception | void (*)()",
                            "Exception in callback | rondo::CancelledError: enough | void (*)()"));
}

TEST_F(Rule4OneBadCallback, DoesNotEndAWatch) {
    reports.listen_to(loop);
    SocketPair sockets;
    loop.add_reader(sockets.here(), fail);
    loop.add_writer(sockets.here(), note("writer"));
    sockets.send_here("x");
    run_turns(loop, 2);
    EXPECT_THAT(calls, ElementsAre("writer", "writer"));
    EXPECT_EQ(reports.all.size(), 2U);
    loop.close();
}

TEST_F(Rule4OneBadCallback, IsReportedWhereItRanWithTheRunningLoop) {
    loop.set_exception_handler([&](EventLoop& its_loop, const ErrorContext& context) {
        EXPECT_EQ(&its_loop, &loop);
        EXPECT_EQ(EventLoop::running(), &loop);
        EXPECT_EQ(context.message, "Exception in callback");
        EXPECT_NE(context.exception, nullptr);
        EXPECT_THROW(std::rethrow_exception(context.exception), std::runtime_error);
        loop.call_soon(note("from the handler"));
    });
    loop.call_soon(fail);
    run_turns(loop, 2);
    EXPECT_THAT(calls, ElementsAre("from the handler"));
}

// Its type says where a lambda stands.
TEST_F(Rule4OneBadCallback, IsReportedWithTheTypeOfItsFunction) {
    reports.listen_to(loop);
    SocketPair sockets;
    loop.call_soon([] { fail(); });
    loop.call_soon([](int) { fail(); }, 42);
    loop.call_later(0s, [] { fail(); });
    loop.add_writer(
        sockets.here(), [](int) { fail(); }, 42);
    run_turns(loop);
    EXPECT_THAT(reports.all, SizeIs(4));
    EXPECT_THAT(reports.all, Each(HasSubstr("IsReportedWithTheTypeOfItsFunction")));
    loop.close();
}

TEST_F(Rule4OneBadCallback, MayStopTheLoopByTheHandler) {
    loop.set_exception_handler([](EventLoop& its_loop, const ErrorContext&) { its_loop.stop(); });
    loop.call_soon(fail);
    loop.call_later(1h, note("too late"));
    loop.run_forever();
    EXPECT_THAT(calls, ElementsAre());
}

TEST_F(Rule4OneBadCallback, IsPrintedWithoutAHandler) {
    loop.call_soon(fail);
    loop.call_soon(note("after"));
    CaptureStderr();
    run_turns(loop);
    EXPECT_EQ(GetCapturedStderr(),
              "rondo: Exception in callback (void (*)()): std::runtime_error: bad\n");
    EXPECT_THAT(calls, ElementsAre("after"));
}

TEST_F(Rule4OneBadCallback, IsPrintedAgainOnceTheHandlerIsTakenAway) {
    reports.listen_to(loop);
    loop.set_exception_handler({});
    loop.call_soon(fail);
    CaptureStderr();
    run_turns(loop);
    EXPECT_EQ(GetCapturedStderr(),
              "rondo: Exception in callback (void (*)()): std::runtime_error: bad\n");
    EXPECT_THAT(reports.all, ElementsAre());
}

TEST_F(Rule4OneBadCallback, AHandlerThatThrowsIsReportedToo) {
    loop.set_exception_handler(
        [](EventLoop&, const ErrorContext&) { throw std::logic_error("worse"); });
    loop.call_soon(fail);
    loop.call_soon(note("after"));
    CaptureStderr();
    run_turns(loop);
    EXPECT_EQ(GetCapturedStderr(),
              "rondo: Unhandled error in exception handler: std::logic_error: worse\n"
              "rondo: Exception in callback (void (*)()): std::runtime_error: bad\n");
    EXPECT_THAT(calls, ElementsAre("after"));
}

TEST_F(Rule4OneBadCallback, AHandlerMayReplaceItself) {
    const std::string long_text(100, 'x');
    loop.set_exception_handler([this, long_text](EventLoop& its_loop, const ErrorContext&) {
        reports.listen_to(its_loop);
        calls.push_back(long_text);
    });
    loop.call_soon(fail);
    loop.call_soon(fail);
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre(long_text));
    EXPECT_EQ(reports.all.size(), 1U);
}

TEST_F(Rule4OneBadCallback, TheHandlerMayBeCalledByHand) {
    reports.listen_to(loop);
    loop.call_exception_handler(
        {"By hand", std::make_exception_ptr(std::runtime_error("bad")), "here"});
    EXPECT_THAT(reports.all, ElementsAre("By hand | std::runtime_error: bad | here"));
}

TEST_F(Rule4OneBadCallback, TheDefaultSaysWhoseItWas) {
    CaptureStderr();
    EventLoop::default_exception_handler(
        {"By hand", std::make_exception_ptr(std::runtime_error("bad")), "here"});
    EXPECT_EQ(GetCapturedStderr(), "rondo: By hand (here): std::runtime_error: bad\n");
}

TEST_F(Rule4OneBadCallback, FreesWhatItCaptured) {
    reports.listen_to(loop);
    auto captured = std::make_shared<int>(1);
    const std::weak_ptr<int> seen = captured;
    const Handle handle = loop.call_soon([captured = std::move(captured)] { fail(); });
    run_turns(loop);
    EXPECT_TRUE(seen.expired());
    EXPECT_FALSE(handle.cancelled());
}

// It is one handler, not a copy for each call.
TEST_F(Rule4OneBadCallback, IsReportedToAHandlerThatRemembers) {
    std::vector<int> counts;
    loop.set_exception_handler([&counts, count = 0](EventLoop&, const ErrorContext&) mutable {
        counts.push_back(++count);
    });
    for (int i = 0; i < 3; ++i) loop.call_soon(fail);
    run_turns(loop);
    EXPECT_THAT(counts, ElementsAre(1, 2, 3));
}

TEST_F(Rule4OneBadCallback, IsReportedToAHandlerThatSetsAnother) {
    int second = 0;
    loop.set_exception_handler(
        [&, kept = std::string(100, 'x')](EventLoop& its, const ErrorContext&) {
            its.set_exception_handler([&](EventLoop&, const ErrorContext&) { ++second; });
            EXPECT_EQ(kept.size(), 100U) << "this handler is there until it returns";
        });
    for (int i = 0; i < 3; ++i) loop.call_soon(fail);
    run_turns(loop);
    EXPECT_EQ(second, 2);
}

}  // namespace
