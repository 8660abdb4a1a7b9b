#include "tests/support/run_virtual.hpp"

#include <rondo/rondo.hpp>

#include <stdexcept>
#include <vector>

// An empty handle, or another loop's future, is refused wherever it can be given; and what cannot
// be awaited twice.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::RuntimeError;
using rondo::Task;
using support::run_virtual;

TEST(Refused, AnEmptyHandle) {
    run_virtual([]() -> Coro<> {
        const std::vector tasks{create_task(rondo::sleep(0s)), Task<>()};
        auto waits = rondo::wait(tasks);
        try {
            co_await waits;
            ADD_FAILURE() << "wait";
        } catch (const RuntimeError&) {}
        EXPECT_THROW(rondo::gather(tasks), RuntimeError);
        EXPECT_THROW(rondo::as_completed(tasks), RuntimeError);
        EXPECT_THROW(rondo::shield(tasks[1]), RuntimeError);
        EXPECT_TRUE(tasks[0].state().waiters().empty()) << "nothing of it remains";
        for (const auto limit : {0s, 1s}) {
            auto waits_for = rondo::wait_for(tasks[1], limit);
            try {
                co_await waits_for;
                ADD_FAILURE() << "wait_for";
            } catch (const RuntimeError&) {}
        }
        co_await tasks[0];
    });
    rondo::EventLoop loop;
    EXPECT_THROW(loop.run_until_complete(Task<>()), RuntimeError);
}

TEST(Refused, AnotherLoopsFuture) {
    rondo::EventLoop other;
    const Future<int> foreign = other.create_future<int>();
    run_virtual([&]() -> Coro<> {
        const std::vector futures{foreign};
        auto waits = rondo::wait(futures);
        try {
            co_await waits;
            ADD_FAILURE() << "wait";
        } catch (const RuntimeError&) {}
        EXPECT_THROW(rondo::gather(foreign), RuntimeError);
        EXPECT_THROW(rondo::as_completed(futures), RuntimeError);
        EXPECT_THROW(rondo::shield(foreign), RuntimeError);
        try {
            co_await rondo::wait_for(foreign, 1s);
            ADD_FAILURE() << "wait_for";
        } catch (const RuntimeError&) {}
        EXPECT_TRUE(foreign.state().waiters().empty()) << "nothing of it remains";
    });
    rondo::EventLoop loop;
    EXPECT_THROW(loop.run_until_complete(foreign), RuntimeError);
    EXPECT_THROW(rondo::Runner().run(foreign), RuntimeError);
}

TEST(Refused, TheSameSleepAwaitedTwice) {
    run_virtual([]() -> Coro<> {
        const auto began = rondo::get_running_loop().time();
        auto nap = rondo::sleep(10ms);
        co_await nap;
        try {
            co_await nap;
            ADD_FAILURE() << "its delay is gone";
        } catch (const RuntimeError&) {}
        EXPECT_EQ(rondo::get_running_loop().time() - began, 10ms);
    });
}

TEST(Refused, TheSameAwaiterOfAFutureAwaitedTwice) {
    run_virtual([]() -> Coro<> {
        const auto future = rondo::get_running_loop().create_future<int>();
        future.set_result(1);
        auto awaiter = future.operator co_await();
        EXPECT_EQ(co_await awaiter, 1);
        try {
            co_await awaiter;
            ADD_FAILURE() << "it gave its future away";
        } catch (const RuntimeError&) {}
    });
}

}  // namespace
