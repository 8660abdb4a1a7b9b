#include "tests/support/run_virtual.hpp"
#include "tests/support/turns.hpp"

#include <rondo/rondo.hpp>

#include <stdexcept>
#include <vector>

// What is done again and again needs no more memory than what is done a few times: nothing of it
// remains. The sanitizers look for leaks too, but find nothing in what a loop still holds.

#if defined(__GLIBC__) && !defined(RONDO_NO_POOL)
#if __GLIBC_PREREQ(2, 33)

#include <malloc.h>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::sleep;

std::ptrdiff_t bytes_in_use() {
    const struct mallinfo2 info = mallinfo2();
    return static_cast<std::ptrdiff_t>(info.uordblks + info.hblkhd);
}

// Less than a slab of the pool, and less than eleven bytes a round.
constexpr int rounds = 4000;
constexpr std::ptrdiff_t hardly_anything = 40'000;

/// By how much the memory in use grows over many rounds on one loop, once it has warmed up.
template <class Round>
std::ptrdiff_t growth(Round round) {
    std::ptrdiff_t before = 0, after = 0;
    support::run_virtual([&]() -> Coro<> {
        for (int number = 0; number < 500; ++number) co_await round();
        before = bytes_in_use();
        for (int number = 0; number < rounds; ++number) co_await round();
        after = bytes_in_use();
    });
    return after - before;
}

Coro<int> number() {
    co_await sleep(0s);
    co_return 1;
}
Coro<> asleep() { co_await sleep(1h); }
Coro<> fail() {
    co_await sleep(0s);
    throw std::runtime_error("no");
}

TEST(Growth, OfGather) {
    EXPECT_LT(growth([]() -> Coro<> { co_await rondo::gather(number(), number()); }),
              hardly_anything);
}

TEST(Growth, OfGatherThatFailsOrIsCancelled) {
    const auto round = []() -> Coro<> {
        EXPECT_THROW(co_await rondo::gather(fail(), number()), std::runtime_error);
        const auto gathered = create_task(rondo::gather(sleep(1h), sleep(1h)));
        co_await sleep(0s);
        gathered.cancel();
        EXPECT_THROW(co_await gathered, rondo::CancelledError);
    };
    EXPECT_LT(growth(round), hardly_anything);
}

TEST(Growth, OfWaitThatGivesUp) {
    const auto round = []() -> Coro<> {
        const std::vector<rondo::Task<>> both = {create_task(sleep(2s)), create_task(sleep(1s))};
        const auto [done, pending] =
            co_await rondo::wait(both, {.return_when = rondo::FIRST_COMPLETED});
        EXPECT_EQ(pending.size(), 1U);
        co_await rondo::wait(both);
    };
    EXPECT_LT(growth(round), hardly_anything);
}

TEST(Growth, OfTaskGroups) {
    const auto round = []() -> Coro<> {
        co_await rondo::async_with(rondo::TaskGroup(), [](rondo::TaskGroup& group) -> Coro<> {
            group.create_task(number());
            group.create_task(number());
            co_return;
        });
    };
    EXPECT_LT(growth(round), hardly_anything);
}

TEST(Growth, OfTimeOuts) {
    rondo::Future<> never_done;
    const auto round = [&]() -> Coro<> {
        EXPECT_THROW(co_await rondo::wait_for(sleep(1h), 1s), rondo::TimeoutError);
        EXPECT_EQ(co_await rondo::wait_for(number(), 1s), 1);
        if (!never_done) never_done = rondo::get_running_loop().create_future();
        EXPECT_THROW(co_await rondo::wait_for(rondo::shield(never_done), 1s), rondo::TimeoutError);
    };
    EXPECT_LT(growth(round), hardly_anything);
}

TEST(Growth, OfAsCompleted) {
    const auto round = []() -> Coro<> {
        for (auto next : rondo::as_completed({.timeout = 1h}, number(), number())) co_await next;
    };
    EXPECT_LT(growth(round), hardly_anything);
}

TEST(Growth, OfTimersThatAreCancelled) {
    const auto round = []() -> Coro<> {
        rondo::get_running_loop().call_later(1h, [] {}).cancel();
        co_await sleep(0s);
    };
    EXPECT_LT(growth(round), hardly_anything);
}

TEST(Growth, OfDoneCallbacksThatAreTakenBack) {
    const auto round = []() -> Coro<> {
        const auto task = create_task(number());
        const auto callback = [](const rondo::AnyFuture&) {};
        task.add_done_callback(callback);
        EXPECT_EQ(task.remove_done_callback(callback), 1U);
        co_await task;
    };
    EXPECT_LT(growth(round), hardly_anything);
}

struct alignas(64) Wide : rondo::Pooled {
    char bytes[64];
};

TEST(Growth, OfWhatNeedsALargerAlignment) {
    const std::ptrdiff_t before = bytes_in_use();
    for (int round = 0; round < rounds; ++round) delete new Wide;
    EXPECT_LT(bytes_in_use() - before, hardly_anything);
}

template <class Round>
std::ptrdiff_t growth_of_loops(Round round) {
    for (int number = 0; number < 500; ++number) round();
    const std::ptrdiff_t before = bytes_in_use();
    for (int number = 0; number < rounds; ++number) round();
    return bytes_in_use() - before;
}

TEST(Growth, OfLoopsThatComeAndGo) {
    const auto round = [] {
        rondo::EventLoop loop({.virtual_time = true});
        const rondo::Future<> outlives = loop.create_future();
        loop.close();
    };
    EXPECT_LT(growth_of_loops(round), hardly_anything);
}

// The request lies in the mailbox when the loop goes.
TEST(Growth, OfLoopsThatAreAskedToCancelAndClosed) {
    const auto round = [] {
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        const auto remote = rondo::run_coroutine_threadsafe(asleep(), loop);
        support::run_turns(loop, 2);
        remote.cancel();
    };
    EXPECT_LT(growth_of_loops(round), hardly_anything);
}

TEST(Growth, OfLoopsThatWereCalledFromOutside) {
    const auto round = [] {
        rondo::EventLoop loop({.virtual_time = true});
        loop.call_soon_threadsafe([] {});
        support::run_turns(loop);
        loop.call_soon_threadsafe([] {});
    };
    EXPECT_LT(growth_of_loops(round), hardly_anything);
}

}  // namespace

#endif
#endif
