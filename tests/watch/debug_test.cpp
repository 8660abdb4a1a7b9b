#include "tests/support/environment.hpp"
#include "tests/support/regex.hpp"
#include "tests/support/signals.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/turns.hpp"

#include <rondo/rondo.hpp>

#include <stdexcept>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::EventLoop;
using support::ContainsPattern;
using support::EnvironmentVariable;
using support::run_turns;
using testing::HasSubstr;
using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

const int blocks_after = __LINE__ + 2;
Coro<> block_for(rondo::Duration time) {
    co_await rondo::sleep(0s);
    std::this_thread::sleep_for(time);
}

class DebugMode : public testing::Test {
protected:
    EventLoop loop{rondo::LoopOptions{.virtual_time = true}};
    void SetUp() override {
        loop.set_debug(true);
        loop.set_slow_callback_duration(50ms);
    }
};

TEST_F(DebugMode, ReportsASlowStepWithTheTaskWhereItWentOnAndWhereItWasMade) {
    CaptureStderr();
    const int made_at = __LINE__ + 1;
    loop.run_until_complete(loop.create_task(block_for(60ms), "slow"));
    EXPECT_THAT(GetCapturedStderr(),
                ContainsPattern("^rondo: Executing slow \\(block_for, [^ ]*debug_test.cpp:" +
                                std::to_string(blocks_after) + "\\), made at [^ ]*debug_test.cpp:" +
                                std::to_string(made_at) + " took [0-9]+\\.[0-9]+ seconds\n$"));
}

TEST_F(DebugMode, ReportsASlowCallbackByItsType) {
    CaptureStderr();
    struct SlowCallback {
        void operator()() const { std::this_thread::sleep_for(60ms); }
    };
    loop.call_soon(SlowCallback());
    run_turns(loop);
    EXPECT_THAT(GetCapturedStderr(),
                ContainsPattern("Executing .*SlowCallback took [0-9]+\\.[0-9]+ seconds\n$"));
}

TEST_F(DebugMode, DoesNotReportAStepBelowTheLimit) {
    CaptureStderr();
    loop.set_slow_callback_duration(1h);
    EXPECT_EQ(loop.slow_callback_duration(), 1h);
    loop.run_until_complete(block_for(60ms));
    EXPECT_EQ(GetCapturedStderr(), "");
}

TEST_F(DebugMode, DoesNotReportATaskThatWaits) {
    CaptureStderr();
    loop.run_until_complete(rondo::sleep(1h));
    EXPECT_EQ(GetCapturedStderr(), "");
}

TEST_F(DebugMode, CanBeTurnedOffAndOnAgain) {
    CaptureStderr();
    loop.set_debug(false);
    EXPECT_FALSE(loop.get_debug());
    loop.run_until_complete(block_for(60ms));
    EXPECT_EQ(GetCapturedStderr(), "");
    CaptureStderr();
    loop.set_debug(true);
    loop.run_until_complete(block_for(60ms));
    const std::string report = GetCapturedStderr();
    EXPECT_THAT(report, HasSubstr("took"));
    EXPECT_EQ(report.find("took"), report.rfind("took")) << "reported once";
}

/// What a call from another thread gets to hear while the loop runs.
template <class F>
std::string from_another_thread(EventLoop& loop, F call) {
    std::string heard = "nothing";
    loop.call_soon([&] {
        std::thread([&] {
            try {
                call();
            } catch (const rondo::RuntimeError& error) {
                heard = error.what();
            }
        }).join();
    });
    run_turns(loop);
    return heard;
}

TEST_F(DebugMode, RefusesCallsFromAnotherThread) {
    loop.set_slow_callback_duration(1h);
    const std::string refusal =
        "Non-thread-safe operation invoked on an event loop other than the current one";
    EXPECT_EQ(from_another_thread(loop, [&] { loop.call_soon([] {}); }), refusal);
    EXPECT_EQ(from_another_thread(loop, [&] { loop.call_later(1s, [] {}); }), refusal);
    EXPECT_EQ(from_another_thread(loop, [&] { loop.call_at(loop.time(), [] {}); }), refusal);
    EXPECT_EQ(from_another_thread(loop, [&] { loop.stop(); }), refusal);
    EXPECT_EQ(from_another_thread(loop, [&] { loop.set_exception_handler({}); }), refusal);
    EXPECT_EQ(from_another_thread(loop, [&] { loop.set_debug(false); }), refusal);
    EXPECT_EQ(from_another_thread(loop, [&] { loop.remove_signal_handler(support::first_signal); }),
              refusal);
}

TEST_F(DebugMode, RefusesAnotherThreadADescriptor) {
    support::SocketPair sockets;
    loop.add_reader(sockets.here(), [] {});
    EXPECT_NE(from_another_thread(loop, [&] { loop.add_reader(sockets.here(), [] {}); }),
              "nothing");
    EXPECT_NE(from_another_thread(loop, [&] { loop.add_writer(sockets.here(), [] {}); }),
              "nothing");
    EXPECT_NE(from_another_thread(loop, [&] { loop.remove_reader(sockets.here()); }), "nothing");
    EXPECT_NE(from_another_thread(loop, [&] { loop.remove_writer(sockets.here()); }), "nothing");
    EXPECT_TRUE(loop.remove_reader(sockets.here()));
}

TEST_F(DebugMode, RefusesAnotherThreadAHandle) {
    const rondo::TimerHandle timer = loop.call_later(1h, [] {});
    EXPECT_NE(from_another_thread(loop, [&] { timer.cancel(); }), "nothing");
    EXPECT_FALSE(timer.cancelled());
    rondo::Handle soon;
    loop.call_soon([&] { soon = loop.call_soon([] {}); });
    EXPECT_NE(from_another_thread(loop, [&] { soon.cancel(); }), "nothing");
    EXPECT_FALSE(soon.cancelled());
    run_turns(loop);
    EXPECT_EQ(from_another_thread(loop, [&] { soon.cancel(); }), "nothing") << "it is over";
    timer.cancel();
}

TEST_F(DebugMode, RefusesAnotherThreadTasksAndFutures) {
    const auto future = loop.create_future<>();
    const auto task = loop.create_task(rondo::sleep(1h));
    rondo::Event event;
    const auto waiting = loop.create_task(event.wait());
    const auto refused = [&](auto call) { EXPECT_NE(from_another_thread(loop, call), "nothing"); };
    refused([&] { (void)loop.create_future(); });
    refused([&] { loop.create_task(rondo::sleep(1h)); });
    refused([&] { future.set_result(); });
    refused([&] { future.set_exception(std::runtime_error("no")); });
    refused([&] { future.cancel(); });
    refused([&] { future.add_done_callback([](const rondo::AnyFuture&) {}); });
    refused([&] { task.cancel(); });
    refused([&] { task.uncancel(); });
    refused([&] { task.set_name("another"); });
    refused([&] { event.set(); });
    EXPECT_FALSE(future.done());
    EXPECT_EQ(task.cancelling(), 0);
    EXPECT_FALSE(waiting.done());
    task.cancel();
    waiting.cancel();
    run_turns(loop, 3);
}

TEST_F(DebugMode, RefusesThemFromTheMomentOnThatItIsTurnedOn) {
    loop.set_slow_callback_duration(1h);
    const auto call = [&] { loop.call_soon([] {}); };
    loop.set_debug(false);
    EXPECT_EQ(from_another_thread(loop, [&] { loop.set_debug(true), call(); }),
              "Non-thread-safe operation invoked on an event loop other than the current one");
    EXPECT_NE(from_another_thread(loop, [&] { loop.set_debug(false); }), "nothing");
    loop.set_debug(false);
    EXPECT_EQ(from_another_thread(loop, call), "nothing");
}

TEST_F(DebugMode, AllowsCallsWhileTheLoopDoesNotRun) {
    int calls = 0;
    std::thread([&] { loop.call_soon([&] { ++calls; }); }).join();
    run_turns(loop);
    EXPECT_EQ(calls, 1);
}

TEST_F(DebugMode, StillSaysThatALoopIsClosed) {
    loop.close();
    try {
        loop.call_soon([] {});
        FAIL();
    } catch (const rondo::RuntimeError& error) {
        EXPECT_STREQ(error.what(), "Event loop is closed");
    }
}

TEST(DebugModeOff, RemembersNoPlaceAndReportsNothing) {
    CaptureStderr();
    EventLoop loop({.virtual_time = true});
    EXPECT_FALSE(loop.get_debug());
    loop.set_slow_callback_duration(1ns);
    auto task = loop.create_task(rondo::sleep(0s), "plain");
    EXPECT_EQ(rondo::describe_at_length(task.state()).find("made at"), std::string::npos);
    loop.run_until_complete(task);
    EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(DebugModeOff, WaitsForATenthOfASecondByDefault) {
    EXPECT_EQ(EventLoop().slow_callback_duration(), 100ms);
}

TEST(DebugModeInTheEnvironment, IsTurnedOnForEachLoop) {
    for (const char* value : {"1", "true"}) {
        const EnvironmentVariable variable("RONDO_DEBUG", value);
        EXPECT_TRUE(EventLoop().get_debug()) << value;
    }
    for (const char* value : {"0", ""}) {
        const EnvironmentVariable variable("RONDO_DEBUG", value);
        EXPECT_FALSE(EventLoop().get_debug()) << value;
    }
}

}  // namespace
