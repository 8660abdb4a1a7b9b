#include "sweep.hpp"
#include "tests/support/owner.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/signals.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/trace.hpp"

#include <rondo/kernel/signals.hpp>
#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using rondo::EventLoop;
using support::FailingMemory;
using support::Owner;
using support::sweep;

// When memory runs out, there is an exception at the place, or a report; nothing is lost, and
// nothing dangles. What leaks or is touched after it was freed, the address sanitizer sees.

namespace {

const std::string long_text = "longer than what fits into a string itself, so it needs memory";

/// Calls a function. Whether there was memory for it.
template <class F>
bool succeeds(F function) {
    try {
        function();
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

TEST(MemorySweepOfTheLoop, TimersThatBecomeDueNeedNone) {
    sweep([](long after) {
        EventLoop loop({.virtual_time = true});
        int fired = 0;
        for (int i = 0; i < 100; ++i) {
            loop.call_later(300ms + i * 1us, [&] { ++fired; });
            loop.call_later(2s + i * 1ms, [&] { ++fired; });
        }
        loop.call_later(5s, [&] { loop.stop(); });
        FailingMemory memory(after);
        loop.run_forever();
        EXPECT_FALSE(memory.stop());
        EXPECT_EQ(fired, 200);
        return after == 0;
    });
}

TEST(MemorySweepOfTheLoop, WhatIsScheduledRunsOrIsRefused) {
    sweep([](long after) {
        EventLoop loop({.virtual_time = true});
        int alive = 0, taken = 0, called = 0;
        const auto call = [&called, owner = Owner(alive), text = long_text] { ++called; };
        FailingMemory memory(after);
        for (int i = 0; i < 4; ++i) {
            taken += succeeds([&] { loop.call_soon(call); });
            taken += succeeds([&] { loop.call_later(1ms * i, call); });
            taken += succeeds([&] { loop.call_soon_threadsafe(call); });
            taken += succeeds([&] { loop.call_soon_threadsafe([&called] { ++called; }); });
        }
        succeeds([&] { loop.call_at(rondo::never, [] {}).cancel(); });
        const bool failed = memory.stop();
        loop.call_later(1s, [&] { loop.stop(); });
        loop.run_forever();
        EXPECT_EQ(called, taken);
        EXPECT_EQ(alive, 1);
        return failed;
    });
}

class MemorySweepOfWatches : public support::OnEachPoller {};
SUPPORT_ON_EACH_POLLER_THAT_WATCHES(MemorySweepOfWatches);

TEST_P(MemorySweepOfWatches, OneIsThereOrIsNot) {
    sweep([](long after) {
        support::SocketPair sockets;
        int alive = 0;
        bool failed = false;
        {
            EventLoop loop({.poller = GetParam()});
            int before = 0, instead = 0;
            loop.add_reader(sockets.here(), [&, owner = Owner(alive)] { ++before; });
            const Owner captured(alive);
            FailingMemory memory(after);
            const bool replaced = succeeds(
                [&] { loop.add_reader(sockets.here(), [&instead, captured] { ++instead; }); });
            const bool added = succeeds([&] { loop.add_writer(sockets.here(), [captured] {}); });
            failed = memory.stop();
            sockets.send_here("x");
            loop.stop();
            loop.run_forever();
            EXPECT_EQ(before, replaced ? 0 : 1);
            EXPECT_EQ(instead, replaced ? 1 : 0);
            FailingMemory none(0);
            EXPECT_EQ(loop.remove_writer(sockets.here()), added);
            EXPECT_TRUE(loop.remove_reader(sockets.here()));
            loop.close();
            EXPECT_FALSE(none.stop()) << "tidying needs none";
        }
        EXPECT_EQ(alive, 0);
        return failed;
    });
}

TEST(MemorySweepOfTheLoop, SignalsAreHeard) {
    sweep([](long after) {
        bool failed = false;
        {
            EventLoop loop;
            int calls = 0;
            FailingMemory memory(after);
            const bool handled =
                succeeds([&] { loop.add_signal_handler(support::first_signal, [&] { ++calls; }); });
            failed = memory.stop();
            FailingMemory none(0);
            for (int i = 0; handled && i < 3; ++i) {
                std::raise(support::first_signal);
                std::raise(support::first_signal);
                loop.stop();
                loop.run_forever();
            }
            EXPECT_FALSE(none.stop()) << "a signal that comes needs none";
            EXPECT_EQ(calls, handled ? 6 : 0);
        }
        EXPECT_TRUE(rondo::has_default_action(support::first_signal));
        return failed;
    });
}

TEST(MemorySweepOfTheLoop, ACallbackThatFailsIsReported) {
    sweep([](long after) {
        EventLoop loop;
        int reports = 0;
        loop.set_exception_handler(
            [&, text = long_text](EventLoop&, const rondo::ErrorContext& context) {
                EXPECT_NE(context.exception, nullptr);
                ++reports;
            });
        const auto fail = [] { throw std::runtime_error("bad"); };
        loop.call_soon(fail);
        loop.call_soon([] { throw 1; });
        loop.call_later(0s, fail);
        loop.call_soon_threadsafe(fail);
        loop.stop();
        FailingMemory memory(after);
        loop.run_forever();
        const bool failed = memory.stop();
        EXPECT_EQ(reports, 4);
        return failed;
    });
}

TEST(MemorySweepOfTheLoop, AHandlerThatFailsLosesNothing) {
    sweep([](long after) {
        EventLoop loop;
        loop.set_exception_handler(
            [](EventLoop&, const rondo::ErrorContext&) { throw std::runtime_error(long_text); });
        loop.call_soon([] { throw std::runtime_error("the first"); });
        loop.stop();
        testing::internal::CaptureStderr();
        FailingMemory memory(after);
        loop.run_forever();
        const bool failed = memory.stop();
        const std::string printed = testing::internal::GetCapturedStderr();
        EXPECT_EQ(std::count(printed.begin(), printed.end(), '\n'), 2) << printed;
        return failed;
    });
}

TEST(MemorySweepOfTheLoop, MakingOneLeavesNothingBehind) {
    sweep([](long after) {
        FailingMemory memory(after);
        succeeds([] {
            EventLoop loop({.virtual_time = true, .seed = 1});
            loop.set_debug(true);
            loop.call_soon([&] { loop.stop(); });
            loop.run_forever();
        });
        return memory.stop();
    });
}

TEST(MemorySweepOfTheLoop, ClosingNeedsNone) {
    sweep([](long after) {
        int alive = 0;
        {
            EventLoop loop({.virtual_time = true});
            int reports = 0;
            loop.set_exception_handler([&](EventLoop&, const rondo::ErrorContext&) { ++reports; });
            const auto wait = [](Owner) -> rondo::Coro<> { co_await rondo::sleep(1h); };
            for (int i = 0; i < 3; ++i) loop.create_task(wait(Owner(alive)));
            loop.call_later(1h, [owner = Owner(alive)] {});
            loop.call_soon_threadsafe([owner = Owner(alive)] {});
            FailingMemory memory(after);
            loop.close();
            const bool failed = memory.stop();
            EXPECT_EQ(alive, 0);
            EXPECT_EQ(reports, 3);
            return failed;
        }
    });
}

// Those who look on do not stop the loop, whatever becomes of what they write.
TEST(MemorySweepOfTheLoop, ATraceThatFailsEnds) {
    const support::Trace trace;
    sweep([&](long after) {
        EventLoop loop({.virtual_time = true});
        loop.set_debug(true);
        rondo::record_trace(loop, trace.path());
        int called = 0;
        loop.set_exception_handler([](EventLoop&, const rondo::ErrorContext&) {});
        for (int i = 0; i < 3; ++i) {
            loop.call_soon([&] { ++called; });
            loop.call_later(1ms * i, [&] { ++called; });
        }
        loop.call_later(1s, [&] { loop.stop(); });
        FailingMemory memory(after);
        loop.run_forever();
        loop.close();
        const bool failed = memory.stop();
        EXPECT_EQ(called, 6);
        return failed;
    });
}

}  // namespace
