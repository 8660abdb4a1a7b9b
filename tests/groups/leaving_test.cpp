#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/rondo.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// When a wait is over, nothing of it remains at what was waited for; and to leave costs the same
// however many wait.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::run_virtual;

int count_waiters(const rondo::AnyFuture& future) {
    int count = 0;
    for (const rondo::Node* node = future.state().waiters().front(); node != nullptr;
         node = node->next)
        ++count;
    return count;
}

Coro<> long_work() { co_await rondo::sleep(1000h); }
Coro<> fail() {
    co_await rondo::sleep(1s);
    throw std::runtime_error("no");
}

TEST(Leaving, AShieldThatWasCancelledLeavesWhatIsBehindIt) {
    run_virtual([]() -> Coro<> {
        const auto work = create_task(long_work());
        for (int beat = 0; beat < 10; ++beat) {
            try {
                co_await rondo::wait_for(rondo::shield(work), 1s);
                ADD_FAILURE() << "no TimeoutError";
            } catch (const rondo::TimeoutError&) {}
            EXPECT_EQ(count_waiters(work), 0);
        }
        EXPECT_EQ(rondo::format_call_graph(work).find("Awaited by"), std::string::npos);
    });
}

TEST(Leaving, AShieldThatNobodyHoldsAnyMoreLeavesWhatIsBehindIt) {
    run_virtual([]() -> Coro<> {
        const auto work = create_task(long_work());
        {
            std::vector shields{rondo::shield(work)};
            EXPECT_EQ(count_waiters(work), 1);
            co_await rondo::wait(std::move(shields), {.timeout = 1s});
        }
        EXPECT_EQ(count_waiters(work), 0);
    });
}

TEST(Leaving, AShieldAndAGatheringWithACallbackNeedNoHandle) {
    run_virtual([]() -> Coro<> {
        const auto nap = create_task(rondo::sleep(1s));
        int called = 0;
        rondo::shield(nap).add_done_callback([&](const rondo::AnyFuture&) { ++called; });
        rondo::gather(nap).add_done_callback([&](const rondo::AnyFuture&) { ++called; });
        co_await rondo::sleep(2s);
        EXPECT_EQ(called, 2);
    });
}

TEST(Leaving, AGatheringThatFailedLeavesThoseThatGoOn) {
    run_virtual([]() -> Coro<> {
        const auto work = create_task(long_work());
        for (int i = 0; i < 3; ++i) {
            try {
                co_await rondo::gather(work, fail());
                ADD_FAILURE() << "no exception";
            } catch (const std::runtime_error&) {}
            EXPECT_EQ(count_waiters(work), 0);
        }
    });
}

TEST(Leaving, WaitAndAsCompletedLeave) {
    run_virtual([]() -> Coro<> {
        const std::vector works{create_task(long_work())};
        co_await rondo::wait(works, {.timeout = 1s});
        EXPECT_EQ(count_waiters(works[0]), 0);
        {
            const auto completed = rondo::as_completed(works);
            EXPECT_EQ(count_waiters(works[0]), 1);
            try {
                co_await rondo::wait_for(completed.next(), 1s);
                ADD_FAILURE() << "no TimeoutError";
            } catch (const rondo::TimeoutError&) {}
        }
        EXPECT_EQ(count_waiters(works[0]), 0);
    });
}

// Leaving in the order of coming, and in the opposite one, from a line of 200,000: where each has
// to look for its place, this takes minutes.
TEST(Leaving, CostsTheSameHoweverManyWait) {
    run_virtual([]() -> Coro<> {
        constexpr int many = 200'000;
        const Future<> future = get_running_loop().create_future();
        std::vector<std::unique_ptr<rondo::FutureAwaiter<void, false>>> awaiters;
        rondo::TaskCore& task = rondo::current_task().core();
        for (int i = 0; i < many; ++i) {
            auto& awaiter = *awaiters.emplace_back(
                std::make_unique<rondo::FutureAwaiter<void, false>>(future.state()));
            rondo::join_waiters(future.state(), awaiter, task);
        }
        for (std::size_t i = 0; i < many / 2; ++i) {
            awaiters[i].reset();
            awaiters[many - 1 - i].reset();
        }
        EXPECT_TRUE(future.state().waiters().empty());
        co_return;
    });
}

TEST(Leaving, AFutureAndItsCallbackThatHoldEachOtherGoWithTheLoop) {
    int alive = 0;
    {
        rondo::EventLoop loop;
        const auto future = loop.create_future<int>();
        future.add_done_callback(
            [future, owner = support::Owner(alive)](const rondo::AnyFuture&) {});
        const auto other = loop.create_future<int>();
        other.add_done_callback([owner = support::Owner(alive)](const rondo::AnyFuture&) {});
        EXPECT_EQ(alive, 2);
        loop.close();
        EXPECT_EQ(alive, 0);
        other.set_result(1);
        EXPECT_EQ(other.result(), 1) << "a handle may outlive the loop";
    }
}

}  // namespace
