#include "tests/support/owner.hpp"
#include "tests/support/socket_pair.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

// Rule 6: destroying a loop with work in flight leaks nothing and touches nothing freed. What is
// touched after it was freed, the address sanitizer sees: `make sanitize`.

namespace {

using namespace std::chrono_literals;
using rondo::AnyFuture;
using rondo::Coro;
using rondo::EventLoop;
using rondo::Future;
using rondo::Task;
using support::Owner;

/// Does something when it goes.
class AtEnd {
public:
    explicit AtEnd(std::function<void()> action) : action_(std::move(action)) {}
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;
    ~AtEnd() { action_(); }

private:
    std::function<void()> action_;
};

class Rule6DestroyingALoop : public testing::Test {
protected:
    Rule6DestroyingALoop() {
        loop->set_exception_handler([](EventLoop&, const rondo::ErrorContext&) {});
    }
    ~Rule6DestroyingALoop() override { EXPECT_EQ(alive, 0); }

    void turn() {
        loop->stop();
        loop->run_forever();
    }

    Coro<> hold_asleep(Owner) { co_await rondo::sleep(1h); }
    template <class A>
    Coro<> hold_while(Owner, A awaitable) {
        co_await awaitable;
    }
    /// Sleeps until the loop is destroyed, and then does something.
    Coro<> at_end(std::function<void()> action) {
        const AtEnd ender(std::move(action));
        const Owner local(alive);
        co_await rondo::sleep(1h);
    }

    int alive = 0;
    std::unique_ptr<EventLoop> loop =
        std::make_unique<EventLoop>(rondo::LoopOptions{.virtual_time = true});
};

TEST_F(Rule6DestroyingALoop, FreesWhoeverWaitsForATaskThoughTheTaskIsHeld) {
    const Task<> asleep = loop->create_task(hold_asleep(Owner(alive)));
    asleep.add_done_callback([owner = Owner(alive)](const Task<>&) { FAIL() << "it never ended"; });
    turn();
    EXPECT_GT(alive, 0);
    loop.reset();
    EXPECT_EQ(alive, 0);  // while the handle is there
    EXPECT_TRUE(asleep.cancelled());
}

TEST_F(Rule6DestroyingALoop, FreesTasksWhateverTheyWaitFor) {
    const Future<> future = loop->create_future();
    const Task<> asleep = loop->create_task(hold_asleep(Owner(alive)));
    const Task<> waits_for_future = loop->create_task(hold_while(Owner(alive), future));
    const Task<> waits_for_task = loop->create_task(hold_while(Owner(alive), asleep));
    loop->create_task(hold_while(Owner(alive), waits_for_task));
    turn();
    const Task<> unbegun = loop->create_task(hold_asleep(Owner(alive)));
    EXPECT_EQ(alive, 5);
    loop.reset();
    EXPECT_EQ(alive, 0);
    for (const Task<>& task : {asleep, waits_for_future, waits_for_task, unbegun}) {
        EXPECT_TRUE(task.cancelled());
        EXPECT_THROW(task.result(), rondo::CancelledError);
    }
    EXPECT_FALSE(future.done());
}

TEST_F(Rule6DestroyingALoop, FreesTasksInTheReadyQueue) {
    const Future<> future = loop->create_future();
    loop->create_task(hold_while(Owner(alive), future));
    const Task<> cancelled = loop->create_task(hold_asleep(Owner(alive)));
    turn();
    future.set_result();
    cancelled.cancel();
    EXPECT_EQ(alive, 2);
    loop.reset();
    EXPECT_EQ(alive, 0);
}

TEST_F(Rule6DestroyingALoop, FreesCallbacksTimersAndWatches) {
    const support::SocketPair sockets;
    const auto callback = [owner = Owner(alive)] { FAIL(); };
    const rondo::Handle soon = loop->call_soon(callback);
    const rondo::TimerHandle later = loop->call_later(1h, callback);
    loop->call_at(rondo::never, callback);
    loop->add_reader(sockets.here(), callback);
    loop->add_writer(sockets.there(), callback);
    const Future<> future = loop->create_future();
    future.set_result();
    future.add_done_callback([owner = Owner(alive)](const AnyFuture&) { FAIL(); });
    EXPECT_EQ(alive, 7);
    loop.reset();
    EXPECT_EQ(alive, 1) << "the original is left";
    EXPECT_FALSE(soon.cancelled());
    EXPECT_NE(later.when(), rondo::never);
    later.cancel();
    soon.cancel();
}

TEST_F(Rule6DestroyingALoop, DestructorsMaySchedule) {
    loop->create_task(at_end([this] {
        loop->call_soon([owner = Owner(alive)] { FAIL(); });
        loop->call_later(1s, [owner = Owner(alive)] { FAIL(); });
    }));
    turn();
    loop->close();
    EXPECT_EQ(alive, 0);
}

TEST_F(Rule6DestroyingALoop, DestructorsMaySetResultsThatOthersWaitFor) {
    const Future<> first = loop->create_future();
    const Future<> last = loop->create_future();
    loop->create_task(hold_while(Owner(alive), first));
    loop->create_task(at_end([first, last] {
        first.set_result();
        last.set_result();
    }));
    loop->create_task(hold_while(Owner(alive), last));
    last.add_done_callback([owner = Owner(alive)](const AnyFuture&) { FAIL(); });
    turn();
    loop->close();
    EXPECT_EQ(alive, 0);
}

TEST_F(Rule6DestroyingALoop, DestructorsMayCancelOtherTasks) {
    const Task<> first = loop->create_task(hold_asleep(Owner(alive)));
    Task<> last;
    loop->create_task(at_end([&] {
        first.cancel("by a destructor");
        last.cancel("by a destructor");
    }));
    last = loop->create_task(hold_while(Owner(alive), loop->create_future()));
    turn();
    loop->close();
    EXPECT_EQ(alive, 0);
    EXPECT_TRUE(first.cancelled());
    EXPECT_TRUE(last.cancelled());
}

TEST_F(Rule6DestroyingALoop, DestructorsMayCancelTheirOwnTask) {
    Task<> self;
    // The outer frame goes after the inner one, in which the task waited.
    const auto outer = [&]() -> Coro<> {
        const AtEnd ender([&self] { self.cancel("by itself"); });
        co_await hold_asleep(Owner(alive));
    };
    self = loop->create_task(outer());
    turn();
    loop->close();
    EXPECT_EQ(alive, 0);
    EXPECT_TRUE(self.cancelled());
}

TEST_F(Rule6DestroyingALoop, DestructorsMayMakeTasks) {
    Task<> made;
    loop->create_task(at_end([&] { made = loop->create_task(hold_asleep(Owner(alive))); }));
    turn();
    loop->close();
    EXPECT_EQ(alive, 0);
    EXPECT_TRUE(made.cancelled());
}

TEST_F(Rule6DestroyingALoop, DestructorsMayDropTheLastHandles) {
    struct Handles {
        Task<> task;
        Future<> future;
    };
    auto handles = std::make_shared<Handles>();
    handles->task = loop->create_task(hold_asleep(Owner(alive)));
    handles->future = loop->create_future();
    loop->create_task(hold_while(Owner(alive), handles->future));
    loop->create_task(at_end([handles] { *handles = {}; }));
    turn();
    loop->close();
    EXPECT_EQ(alive, 0);
}

TEST_F(Rule6DestroyingALoop, CallbacksOwnWhatSchedulesWhenItGoes) {
    auto scheduler =
        std::make_shared<AtEnd>([this] { loop->call_soon([owner = Owner(alive)] { FAIL(); }); });
    loop->call_soon([kept = std::move(scheduler)] {});
    loop->close();
    EXPECT_EQ(alive, 0);
}

TEST_F(Rule6DestroyingALoop, WatchesOwnWhatSchedulesWhenItGoes) {
    const support::SocketPair sockets;
    auto scheduler = std::make_shared<AtEnd>([this] {
        loop->call_soon([owner = Owner(alive)] { FAIL(); });
        loop->create_task(hold_asleep(Owner(alive)));
    });
    loop->add_reader(sockets.here(), [kept = std::move(scheduler)] {});
    loop->close();
    EXPECT_EQ(alive, 0);
}

TEST_F(Rule6DestroyingALoop, TheInnermostFramesGoFirst) {
    std::vector<std::string> log;
    const auto level = [&log](auto& self, int depth) -> Coro<> {
        const AtEnd ender([&log, depth] { log.push_back(std::to_string(depth)); });
        if (depth == 0)
            co_await rondo::sleep(1h);
        else
            co_await self(self, depth - 1);
    };
    loop->create_task(level(level, 2));
    turn();
    loop.reset();
    EXPECT_EQ(log, (std::vector<std::string>{"0", "1", "2"}));
}

TEST_F(Rule6DestroyingALoop, ReportsTasksThatWerePending) {
    std::vector<std::string> reports;
    loop->set_exception_handler([&reports](EventLoop&, const rondo::ErrorContext& context) {
        reports.push_back(context.message + " " + context.source);
    });
    loop->create_task(hold_asleep(Owner(alive)), "sleeper");
    turn();
    loop.reset();
    EXPECT_EQ(reports, (std::vector<std::string>{"Task was destroyed but it is pending! sleeper"}));
}

TEST_F(Rule6DestroyingALoop, AfterARunThatFailedInTheMiddle) {
    loop->create_task(hold_while(Owner(alive), loop->create_future()));
    EXPECT_THROW(loop->run_forever(), rondo::RuntimeError) << "virtual time: for ever";
    EXPECT_EQ(alive, 1);
    loop.reset();
    EXPECT_EQ(alive, 0);
}

// What a handler does at the end, it does with a loop that is closed.
TEST_F(Rule6DestroyingALoop, TheHandlerMayCancelAllTasks) {
    int reports = 0;
    loop->set_exception_handler([&](EventLoop& its_loop, const rondo::ErrorContext&) {
        ++reports;
        EXPECT_EQ(alive, 0) << "all frames are gone";
        for (const auto& task : rondo::all_tasks(its_loop)) task.cancel();
    });
    const Task<> first = loop->create_task(hold_asleep(Owner(alive)));
    const Task<> second = loop->create_task(hold_while(Owner(alive), first));
    turn();
    loop->close();
    EXPECT_EQ(reports, 2);
    EXPECT_TRUE(first.cancelled());
    EXPECT_FALSE(first.cancel());
}

TEST_F(Rule6DestroyingALoop, TheHandlerIsRefusedNewTasks) {
    int reports = 0, refused = 0;
    loop->set_exception_handler([&](EventLoop& its_loop, const rondo::ErrorContext&) {
        ++reports;
        Coro<> coro = hold_asleep(Owner(alive));
        try {
            its_loop.create_task(coro);
        } catch (const rondo::RuntimeError& error) {
            EXPECT_STREQ(error.what(), "Event loop is closed");
            ++refused;
        }
        coro.close();
    });
    loop->create_task(hold_asleep(Owner(alive)));
    loop->create_task(hold_asleep(Owner(alive)));
    turn();
    loop->close();
    EXPECT_EQ(reports, 2);
    EXPECT_EQ(refused, 2);
}

// Here a handler is called in the middle: an exception is lost with the last handle.
TEST_F(Rule6DestroyingALoop, AHandlerThatMakesTasksMeanwhileIsToldOfThemAtTheEnd) {
    std::vector<std::string> reports;
    loop->set_exception_handler([&](EventLoop& its_loop, const rondo::ErrorContext& context) {
        reports.push_back(context.message);
        if (reports.size() == 1) its_loop.create_task(hold_asleep(Owner(alive)));
    });
    Future<> failed = loop->create_future();
    failed.set_exception(std::runtime_error("nobody looks"));
    loop->create_task(hold_while(Owner(alive), loop->create_future()));
    loop->call_soon([kept = std::move(failed)] {});
    loop->close();
    EXPECT_EQ(reports, (std::vector<std::string>{"Future exception was never retrieved",
                                                 "Task was destroyed but it is pending!",
                                                 "Task was destroyed but it is pending!"}));
}

}  // namespace
