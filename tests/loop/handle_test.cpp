#include "tests/support/owner.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::Owner;
using support::run_turns;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

struct HandleTest : ::testing::Test {
    EventLoop loop{LoopOptions{.virtual_time = true}};
    std::vector<std::string> calls;
    int owners = 0;

    auto note(std::string name) {
        return [this, name] { calls.push_back(name); };
    }
    // Something that owns, to be captured.
    auto owning() {
        return [owner = Owner(owners)] {};
    }
};

TEST_F(HandleTest, AnEmptyOneIsCancelledAndDoesNothing) {
    const Handle handle;
    EXPECT_TRUE(handle.cancelled());
    handle.cancel();
    const TimerHandle timer;
    EXPECT_TRUE(timer.cancelled());
    EXPECT_EQ(timer.when(), never);
    timer.cancel();
}

TEST_F(HandleTest, ACancelledCallbackIsNotCalled) {
    loop.call_soon(note("first"));
    const Handle handle = loop.call_soon(note("second"));
    loop.call_soon(note("third"));
    EXPECT_FALSE(handle.cancelled());
    handle.cancel();
    EXPECT_TRUE(handle.cancelled());
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("first", "third"));
}

TEST_F(HandleTest, DroppingItChangesNothing) {
    { const Handle dropped = loop.call_soon(note("called")); }
    { const TimerHandle dropped = loop.call_later(0s, note("timer called")); }
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("called", "timer called"));
}

TEST_F(HandleTest, CopiesReferToTheSameCallback) {
    const Handle handle = loop.call_soon(note("called"));
    const Handle copy = handle;
    copy.cancel();
    EXPECT_TRUE(handle.cancelled());
    run_turns(loop);
    EXPECT_THAT(calls, IsEmpty());
}

TEST_F(HandleTest, CancellingTwiceDoesNoHarm) {
    const Handle handle = loop.call_soon(note("called"));
    const TimerHandle timer = loop.call_later(1s, note("timer"));
    for (int time = 0; time < 2; ++time) {
        handle.cancel();
        timer.cancel();
    }
    run_turns(loop, 2);
    EXPECT_THAT(calls, IsEmpty());
}

TEST_F(HandleTest, CancellingAfterTheCallDoesNoHarm) {
    const Handle handle = loop.call_soon(note("called"));
    const TimerHandle timer = loop.call_later(0s, note("timer"));
    run_turns(loop);
    EXPECT_FALSE(handle.cancelled());
    handle.cancel();
    timer.cancel();
    EXPECT_TRUE(handle.cancelled());
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("called", "timer"));
}

// asyncio: a handle already in the running batch can still be cancelled, timers too.
TEST_F(HandleTest, ACallbackInTheRunningBatchCanStillBeCancelled) {
    Handle soon;
    TimerHandle timer;
    loop.call_soon([&] {
        soon.cancel();
        timer.cancel();
    });
    soon = loop.call_soon(note("soon"));
    timer = loop.call_later(0s, note("timer"));
    loop.call_soon(note("other"));
    run_turns(loop, 2);
    EXPECT_THAT(calls, ElementsAre("other"));
}

TEST_F(HandleTest, CancellingFreesWhatWasCapturedAtOnce) {
    const Handle handle = loop.call_soon(owning());
    const TimerHandle timer = loop.call_later(1h, owning());
    EXPECT_EQ(owners, 2);
    handle.cancel();
    EXPECT_EQ(owners, 1);
    timer.cancel();
    EXPECT_EQ(owners, 0);
}

TEST_F(HandleTest, RunningFreesWhatWasCapturedThoughTheHandleIsKept) {
    const Handle handle = loop.call_soon(owning());
    const Handle with_arguments = loop.call_soon([](const Owner&) {}, Owner(owners));
    const TimerHandle timer = loop.call_later(0s, owning());
    run_turns(loop);
    EXPECT_EQ(owners, 0);
    EXPECT_FALSE(handle.cancelled() || with_arguments.cancelled() || timer.cancelled());
}

TEST_F(HandleTest, ACallbackThatCancelsItselfKeepsWhatItCapturedUntilItReturns) {
    Handle handle;
    handle = loop.call_soon([&, owner = Owner(owners)] {
        handle.cancel();
        EXPECT_EQ(owners, 1);
        calls.push_back("called");
    });
    run_turns(loop);
    EXPECT_EQ(owners, 0);
    TimerHandle timer;
    timer = loop.call_later(0s, [&, owner = Owner(owners)] {
        timer.cancel();
        EXPECT_EQ(owners, 1);
        calls.push_back("timer called");
    });
    run_turns(loop);
    EXPECT_EQ(owners, 0);
    EXPECT_THAT(calls, ElementsAre("called", "timer called"));
    EXPECT_TRUE(handle.cancelled() && timer.cancelled());
}

// The callback holds the only handle to itself: who lets go last?
TEST_F(HandleTest, ACallbackMayOwnItsOwnHandle) {
    for (const bool cancel : {false, true}) {
        auto own = std::make_shared<TimerHandle>();
        std::weak_ptr<TimerHandle> seen = own;
        TimerHandle* const raw = own.get();
        *raw =
            loop.call_later(1s, [own = std::move(own), owner = Owner(owners)] { own->cancel(); });
        if (cancel)
            raw->cancel();
        else
            loop.call_later(2s, [&] { loop.stop(); }), loop.run_forever();
        EXPECT_TRUE(seen.expired());
        EXPECT_EQ(owners, 0);
    }
}

// What is destroyed by cancelling may cancel in its turn.
struct CancelsAtTheEnd {
    Handle handle;
    CancelsAtTheEnd() = default;
    explicit CancelsAtTheEnd(Handle its_handle) : handle(std::move(its_handle)) {}
    CancelsAtTheEnd(CancelsAtTheEnd&&) = default;
    CancelsAtTheEnd& operator=(CancelsAtTheEnd&&) = default;
    ~CancelsAtTheEnd() { handle.cancel(); }
};

TEST_F(HandleTest, CancellingMayCancelOthers) {
    const Handle last = loop.call_later(1h, owning());
    const Handle middle = loop.call_soon([owner = Owner(owners), more = CancelsAtTheEnd(last)] {});
    const Handle first =
        loop.call_later(1h, [owner = Owner(owners), more = CancelsAtTheEnd(middle)] {});
    EXPECT_EQ(owners, 3);
    first.cancel();
    EXPECT_EQ(owners, 0);
    EXPECT_TRUE(last.cancelled());
    run_turns(loop);
}

// What is destroyed with a callback may cancel that very callback.
struct CancelsItself {
    CancelsItself(Handle& its_own, int& its_ends) : own(&its_own), ends(&its_ends) {}
    CancelsItself(CancelsItself&& other) noexcept
        : own(std::exchange(other.own, nullptr)), ends(other.ends) {}
    ~CancelsItself() {
        if (own == nullptr) return;
        ++*ends;
        own->cancel();
    }
    Handle* own;
    int* ends;
};

TEST_F(HandleTest, ACallbackThatCancelsItselfAsItIsDestroyedIsDestroyedOnce) {
    Handle cancelled, dropped;
    int ends = 0;
    cancelled = loop.call_soon([end = CancelsItself(cancelled, ends)] {});
    cancelled.cancel();
    EXPECT_EQ(ends, 1);
    dropped = loop.call_soon([end = CancelsItself(dropped, ends)] {});
    loop.close();
    EXPECT_EQ(ends, 2);
}

TEST(Rule6HandlesOutliveTheLoop, AndStayReadable) {
    Handle ran, waiting, cancelled;
    TimerHandle timer;
    TimePoint deadline;
    int owners = 0;
    {
        EventLoop loop({.virtual_time = true});
        ran = loop.call_soon([] {});
        run_turns(loop);
        waiting = loop.call_soon([owner = Owner(owners)] {});
        cancelled = loop.call_soon([] {});
        cancelled.cancel();
        timer = loop.call_later(1h, [owner = Owner(owners)] {});
        deadline = timer.when();
        EXPECT_EQ(owners, 2);
    }
    EXPECT_EQ(owners, 0);
    EXPECT_FALSE(ran.cancelled());
    EXPECT_TRUE(cancelled.cancelled());
    EXPECT_EQ(timer.when(), deadline);
    for (const Handle& handle : {ran, waiting, cancelled, Handle(timer)}) {
        handle.cancel();
        EXPECT_TRUE(handle.cancelled());
    }
}

TEST(Rule6HandlesOutliveTheLoop, AndItsThread) {
    std::optional<Handle> handle;
    {
        EventLoop loop;
        handle = loop.call_soon([] {});
    }
    std::thread([&] {
        handle->cancel();
        handle.reset();
    }).join();
}

}  // namespace
