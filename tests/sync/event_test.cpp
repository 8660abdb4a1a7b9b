#include "tests/support/run_virtual.hpp"

#include <rondo/groups/timeout.hpp>
#include <rondo/sync/event.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Event;
using rondo::sleep;
using rondo::Task;
using support::run_virtual;

TEST(Event, IsNotSetAtFirst) {
    const Event event;
    EXPECT_FALSE(event.is_set());
    event.set();
    EXPECT_TRUE(event.is_set());
    event.clear();
    EXPECT_FALSE(event.is_set());
}

TEST(Event, WhoWaitsForOneThatIsSetGoesOnAtOnce) {
    run_virtual([]() -> Coro<> {
        const Event event;
        event.set();
        const auto turned = std::make_shared<bool>(false);
        rondo::get_running_loop().call_soon([turned] { *turned = true; });
        EXPECT_TRUE(co_await event.wait());
        EXPECT_FALSE(*turned);
    });
}

TEST(Event, WakesAllInTheNextTurnInTheirOrder) {
    run_virtual([]() -> Coro<> {
        const Event event;
        std::string order;
        const auto waiter = [&](char name) -> Coro<> {
            co_await event.wait();
            order += name;
        };
        std::vector<Task<>> tasks;
        for (const char name : {'a', 'b', 'c'}) tasks.push_back(create_task(waiter, name));
        co_await sleep(1s);
        event.set();
        EXPECT_EQ(order, "") << "nothing runs from within set()";
        co_await sleep(0s);
        EXPECT_EQ(order, "abc");
    });
}

TEST(Event, ClearingItDoesNotCallBackThoseWhoAreWoken) {
    run_virtual([]() -> Coro<> {
        const Event event;
        const auto early = create_task(event.wait());
        co_await sleep(0s);
        event.set();
        event.clear();
        const auto late = create_task(event.wait());
        EXPECT_TRUE(co_await early);
        co_await sleep(1s);
        EXPECT_FALSE(late.done());
        late.cancel();
    });
}

TEST(Event, WhoIsCancelledLeavesTheOthersAlone) {
    run_virtual([]() -> Coro<> {
        const Event event;
        const auto first = create_task(event.wait());
        const auto second = create_task(event.wait());
        const auto third = create_task(event.wait());
        co_await sleep(0s);
        first.cancel();
        event.set();
        second.cancel();
        EXPECT_TRUE(co_await third);
        EXPECT_TRUE(first.cancelled());
        EXPECT_TRUE(second.cancelled()) << "the cancel wins, though it was woken";
    });
}

TEST(Event, WaitingCanBeLimited) {
    run_virtual([]() -> Coro<> {
        const Event event;
        EXPECT_THROW(co_await rondo::wait_for(event.wait(), 1s), rondo::TimeoutError);
        event.set();
        EXPECT_TRUE(co_await rondo::wait_for(event.wait(), 1s));
    });
}

}  // namespace
