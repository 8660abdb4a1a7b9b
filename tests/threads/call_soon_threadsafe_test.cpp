#include "tests/support/joined_thread.hpp"
#include "tests/support/owner.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/turns.hpp"

#include <rondo/tasks/run.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::Owner;
using support::Reports;
using support::run_turns;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

/// Runs a function in another thread, to its end.
template <class F>
void elsewhere(F function) {
    support::JoinedThread other(function);
}

class CallSoonThreadsafe : public support::OnEachPoller {
protected:
    auto note(std::string name) {
        return [this, name] { names.push_back(name); };
    }

    EventLoop loop{LoopOptions{.poller = GetParam()}};
    std::vector<std::string> names;
};

SUPPORT_ON_EACH_POLLER(CallSoonThreadsafe);

TEST_P(CallSoonThreadsafe, WakesALoopThatSleeps) {
    const auto loops_thread = std::this_thread::get_id();
    std::thread::id called_in;
    support::JoinedThread other([&] {
        std::this_thread::sleep_for(5ms);
        loop.call_soon_threadsafe([&] {
            called_in = std::this_thread::get_id();
            loop.stop();
        });
    });
    loop.run_forever();
    EXPECT_EQ(called_in, loops_thread);
}

TEST_P(CallSoonThreadsafe, KeepsTheOrderOfEachThread) {
    elsewhere([&] {
        for (int i = 0; i < 1000; ++i)
            loop.call_soon_threadsafe([this, i] { names.push_back(std::to_string(i)); });
    });
    run_turns(loop);
    ASSERT_EQ(names.size(), 1000U);
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(names[static_cast<std::size_t>(i)], std::to_string(i));
}

TEST_P(CallSoonThreadsafe, TakesItsPlaceAmongTheCallsOfTheLoopsOwnThread) {
    loop.call_soon([&] {
        loop.call_soon(note("first"));
        loop.call_soon_threadsafe(note("second"));
        loop.call_soon(note("third"));
        loop.call_soon_threadsafe(note("fourth"));
    });
    run_turns(loop);
    EXPECT_THAT(names, IsEmpty());
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("first", "second", "third", "fourth"));
}

TEST_P(CallSoonThreadsafe, TakesItsPlaceBeforeTheLoopRuns) {
    loop.call_soon(note("first"));
    loop.call_soon_threadsafe(note("second"));
    loop.call_soon(note("third"));
    elsewhere([&] { loop.call_soon_threadsafe(note("fourth")); });
    const auto task = [](auto last) -> Coro<> {
        last();
        co_return;
    };
    loop.run_until_complete(task(note("fifth")));
    EXPECT_THAT(names, ElementsAre("first", "second", "third", "fourth", "fifth"));
}

TEST_P(CallSoonThreadsafe, WhatOthersSentBeforeGoesBeforeTheLoopsOwn) {
    loop.call_soon([&] {
        elsewhere([&] { loop.call_soon_threadsafe(note("theirs")); });
        loop.call_soon_threadsafe(note("ours"));
    });
    run_turns(loop, 2);
    EXPECT_THAT(names, ElementsAre("theirs", "ours"));
}

TEST_P(CallSoonThreadsafe, GoesBeforeWhatTheKernelAndTheTimersBringInTheSameTurn) {
    SocketPair sockets;
    loop.add_reader(sockets.here(), [&] {
        names.push_back("reader");
        loop.remove_reader(sockets.here());
    });
    loop.call_later(0s, note("timer"));
    sockets.send_here("x");
    elsewhere([&] { loop.call_soon_threadsafe(note("thread")); });
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("thread", "reader", "timer"));
}

TEST_P(CallSoonThreadsafe, IsSeenWhileTheLoopIsBusy) {
    // A callback that goes round for ever keeps the loop from sleeping.
    struct Busy {
        void operator()() const { loop.call_soon(*this); }
        EventLoop& loop;
    };
    loop.call_soon(Busy{loop});
    support::JoinedThread other([&] { loop.call_soon_threadsafe([&] { loop.stop(); }); });
    loop.run_forever();
}

TEST_P(CallSoonThreadsafe, StoresItsArgumentsAndMovesThemIntoTheCall) {
    int sum = 0;
    elsewhere([&] {
        auto number = std::make_unique<int>(40);
        loop.call_soon_threadsafe(
            [](std::unique_ptr<int> some, int more, int& result) { result = *some + more; },
            std::move(number), 2, std::ref(sum));
    });
    run_turns(loop);
    EXPECT_EQ(sum, 42);
}

TEST_P(CallSoonThreadsafe, ReportsAnExceptionAsThatOfACallback) {
    Reports reports;
    reports.listen_to(loop);
    elsewhere([&] {
        loop.call_soon_threadsafe([] { throw std::runtime_error("from afar"); });
        loop.call_soon_threadsafe(note("next"));
    });
    run_turns(loop);
    ASSERT_EQ(reports.all.size(), 1U);
    EXPECT_THAT(reports.all[0],
                testing::StartsWith("Exception in callback | std::runtime_error: from afar | "));
    EXPECT_THAT(names, ElementsAre("next"));
}

const ContextVar<std::string> place("place", "nowhere");

TEST_P(CallSoonThreadsafe, RunsInACopyOfTheCallersContext) {
    elsewhere([&] {
        Context context;
        context.run([&] {
            place.set("far away");
            loop.call_soon_threadsafe([&] {
                names.push_back(place.get());
                place.set("changed");
            });
            loop.call_soon_threadsafe([&] { names.push_back(place.get()); });
        });
    });
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("far away", "far away"));
    EXPECT_EQ(place.get(), "nowhere");
}

TEST_P(CallSoonThreadsafe, RunsEachInAContextOfItsOwn) {
    elsewhere([&] {
        for (const char* here : {"first", "second"})
            loop.call_soon_threadsafe([this, here] {
                names.push_back(place.get());
                place.set(here);
            });
    });
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("nowhere", "nowhere"));
    EXPECT_EQ(place.get(), "nowhere");
}

TEST_P(CallSoonThreadsafe, KeepsTheOrderOfCallsWithAndWithoutAContext) {
    elsewhere([&] {
        Context context;
        context.run([&] { place.set("far away"); });
        for (int i = 0; i < 2; ++i) {
            loop.call_soon_threadsafe([&] { names.push_back(place.get()); });
            context.run([&] { loop.call_soon_threadsafe([&] { names.push_back(place.get()); }); });
        }
    });
    run_turns(loop);
    EXPECT_THAT(names, ElementsAre("nowhere", "far away", "nowhere", "far away"));
}

// Small functions that moving runs no code of travel together, others one by one.
TEST_P(CallSoonThreadsafe, KeepsTheOrderOfSmallAndOfLargeFunctions) {
    std::vector<int> order;
    elsewhere([&] {
        for (int i = 0; i < 3'000; i += 3) {
            loop.call_soon_threadsafe([&order, i] { order.push_back(i); });
            loop.call_soon_threadsafe([&order](int n) { order.push_back(n); }, i + 1);
            loop.call_soon_threadsafe(
                [&order, i, owned = std::make_unique<int>(2)] { order.push_back(i + *owned); });
        }
    });
    run_turns(loop);
    ASSERT_EQ(order.size(), 3'000U);
    for (int i = 0; i < 3'000; ++i) ASSERT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST_P(CallSoonThreadsafe, DropsSmallFunctionsWithTheirContexts) {
    const auto send = [this] {
        for (int i = 0; i < 1'000; ++i)
            loop.call_soon_threadsafe([this] { names.push_back(place.get()); });
    };
    elsewhere([&] {
        Context context;
        context.run([&] {
            place.set("far away");
            send();
        });
        send();
    });
    loop.close();
    EXPECT_THAT(names, IsEmpty());
}

TEST_P(CallSoonThreadsafe, SmallFunctionsThatFailAreReportedEach) {
    Reports reports;
    reports.listen_to(loop);
    elsewhere([&] {
        for (int i = 0; i < 3; ++i) loop.call_soon_threadsafe([i] { throw i; });
    });
    run_turns(loop);
    EXPECT_EQ(reports.all.size(), 3U);
}

TEST_P(CallSoonThreadsafe, IsRefusedOnAClosedLoop) {
    loop.close();
    int alive = 0;
    try {
        loop.call_soon_threadsafe([owner = Owner(alive)] {});
        ADD_FAILURE() << "it was taken";
    } catch (const RuntimeError& error) {
        EXPECT_STREQ(error.what(), "Event loop is closed");
    }
    EXPECT_EQ(alive, 0);
}

TEST_P(CallSoonThreadsafe, IsDroppedWhenTheLoopIsClosed) {
    int alive = 0;
    const Owner owner(alive);
    elsewhere([&] { loop.call_soon_threadsafe([owner, this] { names.push_back("called"); }); });
    EXPECT_EQ(alive, 2);
    loop.close();
    EXPECT_EQ(alive, 1);
    EXPECT_THAT(names, IsEmpty());
}

TEST_P(CallSoonThreadsafe, DestroysTheFunctionWhenItHasRun) {
    int alive = 0;
    const Owner owner(alive);
    elsewhere([&] { loop.call_soon_threadsafe([owner] {}); });
    run_turns(loop);
    EXPECT_EQ(alive, 1);
}

// Before the loop runs, too, the calls of one thread keep their order, whatever they are.
TEST(CallSoonThreadsafe, KeepsItsPlaceBeforeATaskAndAFuture) {
    EventLoop loop({.virtual_time = true});
    std::vector<std::string> order;
    const auto note = [&](std::string name) { return [&order, name] { order.push_back(name); }; };
    const auto task = [&]() -> Coro<> {
        order.push_back("task");
        co_return;
    };
    const auto future = loop.create_future();
    future.add_done_callback([&](const AnyFuture&) { order.push_back("future"); });
    loop.call_soon_threadsafe(note("first"));
    loop.create_task(task());
    loop.call_soon_threadsafe(note("second"));
    future.set_result();
    loop.stop();
    loop.run_forever();
    EXPECT_EQ(order, (std::vector<std::string>{"first", "task", "second", "future"}));
}

}  // namespace
