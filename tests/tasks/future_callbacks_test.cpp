#include "tests/support/owner.hpp"
#include "tests/support/reports.hpp"

#include <rondo/tasks/future.hpp>
#include <rondo/tasks/run.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using rondo::AnyFuture;
using rondo::EventLoop;
using rondo::Future;

using Log = std::vector<std::string>;

/// Runs exactly one turn.
void turn(EventLoop& loop) {
    loop.stop();
    loop.run_forever();
}

TEST(DoneCallback, IsCalledByTheLoopAndNotBySetResult) {
    EventLoop loop({.virtual_time = true});
    const Future<int> future = loop.create_future<int>();
    int seen = 0;
    future.add_done_callback([&seen](const Future<int>& done) { seen = done.result(); });
    future.set_result(5);
    EXPECT_EQ(seen, 0);
    turn(loop);
    EXPECT_EQ(seen, 5);
}

TEST(DoneCallback, CallbacksAreCalledInTheOrderGiven) {
    EventLoop loop({.virtual_time = true});
    Log log;
    const Future<> future = loop.create_future();
    for (const char* name : {"a", "b", "c"})
        future.add_done_callback([&log, name](const AnyFuture&) { log.emplace_back(name); });
    future.set_result();
    loop.call_soon([&log] { log.emplace_back("later"); });
    turn(loop);
    EXPECT_EQ(log, (Log{"a", "b", "c", "later"}));
}

TEST(DoneCallback, AddedToWhatIsDoneGoesThroughTheLoopToo) {
    EventLoop loop({.virtual_time = true});
    bool called = false;
    const Future<> future = loop.create_future();
    future.set_result();
    future.add_done_callback([&called](const Future<>& done) { called = done.done(); });
    EXPECT_FALSE(called);
    turn(loop);
    EXPECT_TRUE(called);
}

TEST(DoneCallback, AddedToWhatIsDoneKeepsItAlive) {
    EventLoop loop({.virtual_time = true});
    int result = 0;
    {
        const Future<int> future = loop.create_future<int>();
        future.set_result(8);
        future.add_done_callback([&result](const Future<int>& done) { result = done.result(); });
    }
    turn(loop);
    EXPECT_EQ(result, 8);
}

TEST(DoneCallback, QueuedOnesKeepTheFutureAlive) {
    EventLoop loop({.virtual_time = true});
    int sum = 0;
    {
        const Future<int> future = loop.create_future<int>();
        for (int i = 0; i < 2; ++i)
            future.add_done_callback([&sum](const Future<int>& done) { sum += done.result(); });
        future.set_result(8);
    }
    turn(loop);
    EXPECT_EQ(sum, 16);
}

TEST(DoneCallback, IsCalledForExceptionsAndCancellationsToo) {
    EventLoop loop({.virtual_time = true});
    Log log;
    const Future<int> failed = loop.create_future<int>();
    const Future<int> cancelled = loop.create_future<int>();
    failed.add_done_callback(
        [&log](const AnyFuture& future) { log.push_back(rondo::describe(future.exception())); });
    cancelled.add_done_callback([&log](const AnyFuture& future) {
        log.emplace_back(future.cancelled() ? "cancelled" : "not cancelled");
    });
    failed.set_exception(std::runtime_error("no"));
    cancelled.cancel();
    turn(loop);
    EXPECT_EQ(log, (Log{"std::runtime_error: no", "cancelled"}));
}

TEST(DoneCallback, AnExceptionInOneDoesNotStopTheOthers) {
    support::Reports reports;
    EventLoop loop({.virtual_time = true});
    reports.listen_to(loop);
    bool called = false;
    const Future<> future = loop.create_future();
    future.add_done_callback([](const AnyFuture&) { throw std::runtime_error("bad callback"); });
    future.add_done_callback([&called](const AnyFuture&) { called = true; });
    future.set_result();
    turn(loop);
    EXPECT_TRUE(called);
    EXPECT_THAT(reports.all, testing::ElementsAre(testing::StartsWith(
                                 "Exception in callback | std::runtime_error: bad callback")));
}

TEST(DoneCallback, WhatItSchedulesRunsInTheNextTurn) {
    EventLoop loop({.virtual_time = true});
    Log log;
    const Future<> first = loop.create_future();
    const Future<> second = loop.create_future();
    first.add_done_callback([&](const AnyFuture&) {
        log.emplace_back("first");
        second.set_result();
    });
    second.add_done_callback([&](const AnyFuture&) { log.emplace_back("second"); });
    first.set_result();
    turn(loop);
    EXPECT_EQ(log, (Log{"first"}));
    turn(loop);
    EXPECT_EQ(log, (Log{"first", "second"}));
}

int plain_calls = 0;
void plain(AnyFuture) { ++plain_calls; }
void another(AnyFuture) { plain_calls += 100; }

TEST(RemoveDoneCallback, TakesOutEveryCopyOfAFunction) {
    EventLoop loop({.virtual_time = true});
    plain_calls = 0;
    const Future<> future = loop.create_future();
    future.add_done_callback(plain);
    future.add_done_callback(another);
    future.add_done_callback(&plain);
    EXPECT_EQ(future.remove_done_callback(plain), 2U);
    EXPECT_EQ(future.remove_done_callback(plain), 0U);
    future.set_result();
    turn(loop);
    EXPECT_EQ(plain_calls, 100);
}

TEST(RemoveDoneCallback, TakesOutALambdaWithoutCaptures) {
    EventLoop loop({.virtual_time = true});
    static int calls = 0;
    calls = 0;
    const auto count = [](const AnyFuture&) { ++calls; };
    const auto count_as_well = [](const AnyFuture&) { calls += 10; };
    const Future<> future = loop.create_future();
    future.add_done_callback(count);
    future.add_done_callback(count_as_well);
    future.add_done_callback(count);
    EXPECT_EQ(future.remove_done_callback(count), 2U);
    future.set_result();
    turn(loop);
    EXPECT_EQ(calls, 10);
}

struct Adder {
    int* sum;
    int amount;
    void operator()(const AnyFuture&) const { *sum += amount; }
    bool operator==(const Adder&) const = default;
};

TEST(RemoveDoneCallback, ComparesObjectsThatCanBeCompared) {
    EventLoop loop({.virtual_time = true});
    int sum = 0;
    const Future<> future = loop.create_future();
    future.add_done_callback(Adder{&sum, 1});
    future.add_done_callback(Adder{&sum, 10});
    EXPECT_EQ(future.remove_done_callback(Adder{&sum, 1}), 1U);
    future.set_result();
    turn(loop);
    EXPECT_EQ(sum, 10);
}

TEST(RemoveDoneCallback, KeepsTheOrderOfTheOthers) {
    EventLoop loop({.virtual_time = true});
    Log log;
    const Future<> future = loop.create_future();
    const auto add = [&](const char* name) {
        future.add_done_callback([&log, name](const AnyFuture&) { log.emplace_back(name); });
    };
    future.add_done_callback(plain);
    add("a");
    future.add_done_callback(plain);
    add("b");
    add("c");
    future.add_done_callback(plain);
    EXPECT_EQ(future.remove_done_callback(plain), 3U);
    add("d");
    future.set_result();
    turn(loop);
    EXPECT_EQ(log, (Log{"a", "b", "c", "d"}));
}

TEST(RemoveDoneCallback, IsTooLateOnceTheFutureIsDone) {
    EventLoop loop({.virtual_time = true});
    plain_calls = 0;
    const Future<> future = loop.create_future();
    future.add_done_callback(plain);
    future.set_result();
    EXPECT_EQ(future.remove_done_callback(plain), 0U);
    turn(loop);
    EXPECT_EQ(plain_calls, 1);
}

TEST(RemoveDoneCallback, LeavesTheTasksThatWait) {
    EventLoop loop({.virtual_time = true});
    plain_calls = 0;
    const Future<int> future = loop.create_future<int>();
    const auto waits = [](Future<int> its_future) -> rondo::Coro<int> {
        co_return co_await its_future + 1;
    };
    const rondo::Task<int> task = loop.create_task(waits(future));
    turn(loop);
    future.add_done_callback(plain);
    EXPECT_EQ(future.remove_done_callback(plain), 1U);
    future.set_result(1);
    EXPECT_EQ(loop.run_until_complete(task), 2);
    EXPECT_EQ(plain_calls, 0);
}

TEST(RemoveDoneCallback, DestroysWhatTheCallbackHeld) {
    EventLoop loop({.virtual_time = true});
    int alive = 0;
    const Future<> future = loop.create_future();
    struct Held {
        support::Owner owner;
        void operator()(const AnyFuture&) const {}
        bool operator==(const Held&) const { return true; }
    };
    const Held held{support::Owner(alive)};
    future.add_done_callback(held);
    EXPECT_EQ(alive, 2);
    future.remove_done_callback(held);
    EXPECT_EQ(alive, 1);
}

}  // namespace
