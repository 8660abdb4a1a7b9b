#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <stdexcept>

// H3: depth must not depend on the optimizer. Symmetric transfer holds the stack constant only
// where the compiler makes tail calls: not at -O0, nor under some sanitizers.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::run_virtual;

constexpr int million = 1'000'000;

Coro<int> one() { co_return 1; }

TEST(HazardDeepChains, AMillionChildrenInARow) {
    run_virtual([]() -> Coro<> {
        int sum = 0;
        for (int i = 0; i < million; ++i) sum += co_await one();
        EXPECT_EQ(sum, million);
    });
}

TEST(HazardDeepChains, AMillionAwaitsOfWhatIsDone) {
    run_virtual([]() -> Coro<> {
        const Future<int> done = get_running_loop().create_future<int>();
        done.set_result(1);
        int sum = 0;
        for (int i = 0; i < million; ++i) sum += co_await done;
        EXPECT_EQ(sum, million);
    });
}

Coro<int> count_down(int number) {
    if (number == 0) co_return 0;
    co_return 1 + co_await count_down(number - 1);
}

TEST(HazardDeepChains, AMillionNested) {
    run_virtual([]() -> Coro<> { EXPECT_EQ(co_await count_down(million), million); });
}

Coro<int> wait_at_the_bottom(int depth, const Future<int>& future) {
    if (depth == 0) co_return co_await future;
    co_return 1 + co_await wait_at_the_bottom(depth - 1, future);
}

TEST(HazardDeepChains, AMillionDeepResumedFromTheBottom) {
    run_virtual([]() -> Coro<> {
        const Future<int> future = get_running_loop().create_future<int>();
        const Task<int> task = create_task(wait_at_the_bottom(million, future));
        co_await rondo::sleep(0s);
        EXPECT_FALSE(task.done());
        future.set_result(0);
        EXPECT_EQ(co_await task, million);
    });
}

TEST(HazardDeepChains, AMillionDeepCancelledAtTheBottom) {
    run_virtual([]() -> Coro<> {
        const Future<int> future = get_running_loop().create_future<int>();
        const Task<int> task = create_task(wait_at_the_bottom(million, future));
        co_await rondo::sleep(0s);
        task.cancel();
        EXPECT_THROW(co_await task, rondo::CancelledError);
    });
}

Coro<int> hold(int depth, support::Owner owner) {
    if (depth == 0) {
        co_await rondo::sleep(1h);
        co_return 0;
    }
    co_return 1 + co_await hold(depth - 1, owner);
}

TEST(HazardDeepChains, AMillionDeepDestroyedUnfinished) {
    int alive = 0;
    {
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        loop.create_task(hold(million, support::Owner(alive)));
        loop.stop();
        loop.run_forever();
        EXPECT_GT(alive, million) << "each frame holds one; arguments still lie beside some";
    }
    EXPECT_EQ(alive, 0);
}

Coro<int> pass_on(Task<int> task) { co_return co_await task; }

TEST(HazardDeepChains, TasksThatAwaitEachOtherEndWithoutRecursion) {
    run_virtual([]() -> Coro<> {
        const Future<int> future = get_running_loop().create_future<int>();
        Task<int> last = create_task(wait_at_the_bottom(0, future));
        for (int i = 0; i < 100'000; ++i) last = create_task(pass_on(last));
        co_await rondo::sleep(0s);
        future.set_result(5);
        EXPECT_EQ(co_await last, 5);
    });
}

TEST(HazardDeepChains, TasksThatAwaitEachOtherAreCancelledWithoutRecursion) {
    run_virtual([]() -> Coro<> {
        const Future<int> future = get_running_loop().create_future<int>();
        Task<int> last = create_task(wait_at_the_bottom(0, future));
        for (int i = 0; i < 100'000; ++i) last = create_task(pass_on(last));
        co_await rondo::sleep(0s);
        last.cancel("all of them");
        EXPECT_TRUE(future.cancelled());
        EXPECT_THROW(co_await last, rondo::CancelledError);
    });
}

TEST(HazardDeepChains, TasksThatAwaitEachOtherAreDestroyedWithoutRecursion) {
    rondo::EventLoop loop({.virtual_time = true});
    loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
    const Future<int> future = loop.create_future<int>();
    {
        Task<int> last = loop.create_task(wait_at_the_bottom(0, future));
        for (int i = 0; i < 100'000; ++i) last = loop.create_task(pass_on(last));
    }
    loop.stop();
    loop.run_forever();
    loop.close();
    EXPECT_TRUE(rondo::all_tasks(loop).empty());
}

}  // namespace
