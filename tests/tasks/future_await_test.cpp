#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::get_running_loop;
using support::run_virtual;

using Log = std::vector<std::string>;

/// Counts its copies and moves.
struct Traveller {
    Traveller() = default;
    Traveller(const Traveller& other) : copies(other.copies + 1), moves(other.moves) {}
    Traveller(Traveller&& other) noexcept : copies(other.copies), moves(other.moves + 1) {}
    int copies = 0;
    int moves = 0;
};

TEST(AwaitFuture, GivesTheResult) {
    run_virtual([]() -> Coro<> {
        const Future<int> future = get_running_loop().create_future<int>();
        get_running_loop().call_soon([future] { future.set_result(3); });
        EXPECT_EQ(co_await future, 3);
    });
}

TEST(AwaitFuture, DoesNotSuspendWhenItIsDone) {
    bool others_ran = false;
    run_virtual([&]() -> Coro<> {
        const Future<int> future = get_running_loop().create_future<int>();
        future.set_result(3);
        get_running_loop().call_soon([&others_ran] { others_ran = true; });
        EXPECT_EQ(co_await future, 3);
        EXPECT_FALSE(others_ran);
    });
}

TEST(AwaitFuture, CopiesTheResultOfANamedHandle) {
    run_virtual([]() -> Coro<> {
        const Future<Traveller> future = get_running_loop().create_future<Traveller>();
        future.set_result(Traveller());
        const Traveller first = co_await future;
        EXPECT_EQ(first.copies, 1);
        const Traveller second = co_await future;
        EXPECT_EQ(second.copies, 1) << "the original is untouched";
    });
}

TEST(AwaitFuture, MovesTheResultOutOfAHandleGivenUp) {
    run_virtual([]() -> Coro<> {
        Future<Traveller> future = get_running_loop().create_future<Traveller>();
        future.set_result(Traveller());
        const Traveller moved = co_await std::move(future);
        EXPECT_EQ(moved.copies, 0);

        Future<std::unique_ptr<int>> owner =
            get_running_loop().create_future<std::unique_ptr<int>>();
        owner.set_result(std::make_unique<int>(6));
        const std::unique_ptr<int> taken = co_await std::move(owner);
        EXPECT_EQ(*taken, 6);
    });
}

TEST(AwaitFuture, GivesAReference) {
    run_virtual([]() -> Coro<> {
        int original = 1;
        const Future<int&> future = get_running_loop().create_future<int&>();
        future.set_result(original);
        (co_await future) = 2;
        EXPECT_EQ(original, 2);
    });
}

TEST(AwaitFuture, ThrowsItsException) {
    run_virtual([]() -> Coro<> {
        const Future<int> future = get_running_loop().create_future<int>();
        get_running_loop().call_soon([future] { future.set_exception(std::range_error("r")); });
        EXPECT_THROW(co_await future, std::range_error);
        EXPECT_THROW(co_await future, std::range_error) << "and again, now that it is done";
    });
}

TEST(AwaitFuture, ThrowsWhenTheFutureIsCancelled) {
    run_virtual([]() -> Coro<> {
        const Future<int> future = get_running_loop().create_future<int>();
        get_running_loop().call_soon([future] { future.cancel("gone"); });
        std::string message;
        try {
            co_await future;
        } catch (const rondo::CancelledError& error) {
            message = error.message();
        }
        EXPECT_EQ(message, "gone");
        EXPECT_EQ(rondo::current_task().cancelling(), 0) << "nobody asked the task itself";
    });
}

TEST(AwaitFuture, AnUntypedHandleWaitsWithoutAResult) {
    run_virtual([]() -> Coro<> {
        const Future<int> future = get_running_loop().create_future<int>();
        const rondo::AnyFuture untyped = future;
        get_running_loop().call_soon([future] { future.set_result(3); });
        co_await untyped;
        EXPECT_TRUE(future.done());
        EXPECT_TRUE((std::is_void_v<rondo::await_result_t<const rondo::AnyFuture&>>));
    });
}

Coro<> note_when(Future<> future, Log& log, std::string name) {
    co_await future;
    log.push_back(std::move(name));
}

TEST(AwaitFuture, TasksAndCallbacksShareOneLine) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Future<> future = get_running_loop().create_future();
        const auto callback = [&](const char* name) {
            future.add_done_callback(
                [&log, name](const rondo::AnyFuture&) { log.emplace_back(name); });
        };
        callback("callback 1");
        create_task(note_when(future, log, "task 1"));
        co_await rondo::sleep(0s);
        callback("callback 2");
        create_task(note_when(future, log, "task 2"));
        co_await rondo::sleep(0s);
        callback("callback 3");
        future.set_result();
        EXPECT_TRUE(log.empty());
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"callback 1", "task 1", "callback 2", "task 2", "callback 3"}));
    });
}

TEST(AwaitFuture, AWaiterThatWasCancelledHasLeftTheLine) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Future<> bare = get_running_loop().create_future();
        const rondo::Task<> first = create_task(note_when(bare, log, "first"));
        co_await rondo::sleep(0s);
        first.cancel();
        co_await rondo::sleep(0s);
        EXPECT_TRUE(first.cancelled());
        EXPECT_TRUE(bare.cancelled()) << "a bare future goes with the one that awaits it";
        EXPECT_TRUE(log.empty());
    });
}

TEST(AwaitFuture, OfAnotherLoopIsRefused) {
    rondo::EventLoop other;
    const Future<> foreign = other.create_future();
    run_virtual([&]() -> Coro<> {
        EXPECT_THROW(co_await foreign, rondo::RuntimeError);
        EXPECT_THROW(co_await foreign, rondo::RuntimeError) << "it is pending still";
    });
    EXPECT_FALSE(foreign.done());
}

TEST(AwaitFuture, OfAClosedLoopIsRefused) {
    Future<> orphan;
    {
        rondo::EventLoop gone;
        orphan = gone.create_future();
    }
    run_virtual([&]() -> Coro<> { EXPECT_THROW(co_await orphan, rondo::RuntimeError); });
}

TEST(AwaitFuture, OfAnEmptyHandleIsRefused) {
    run_virtual([]() -> Coro<> {
        const Future<int> empty;
        EXPECT_THROW(co_await empty, rondo::RuntimeError);
    });
}

}  // namespace
