#include "tests/support/reports.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/groups/gather.hpp>
#include <rondo/groups/shield.hpp>
#include <rondo/groups/timeout.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::create_task;
using rondo::get_running_loop;
using rondo::shield;
using support::run_virtual;

Coro<std::string> answer(rondo::Duration delay) {
    co_await rondo::sleep(delay);
    co_return "answer";
}

Coro<> wait_behind_shield(rondo::Task<std::string> task) { co_await shield(task); }

TEST(Shield, GivesTheResult) {
    run_virtual([]() -> Coro<> {
        EXPECT_EQ(co_await shield(answer(1s)), "answer");
        const auto task = create_task(answer(1s));
        EXPECT_EQ(co_await shield(task), "answer");
        EXPECT_EQ(co_await shield(task), "answer") << "when it is done";
        EXPECT_EQ(task.result(), "answer");
        co_await shield(rondo::sleep(1s));
    });
}

TEST(Shield, MovesAMoveOnlyResult) {
    run_virtual([]() -> Coro<> {
        const auto own = []() -> Coro<std::unique_ptr<int>> {
            co_await rondo::sleep(1s);
            co_return std::make_unique<int>(3);
        };
        EXPECT_EQ(*co_await shield(own()), 3);
        EXPECT_EQ(*co_await shield(create_task(own())), 3);
    });
}

TEST(Shield, OfAShieldOrAGatheringWithoutAnotherHandle) {
    run_virtual([]() -> Coro<> {
        EXPECT_EQ(co_await shield(shield(shield(answer(1s)))), "answer");
        const auto [first, second] = co_await shield(rondo::gather(answer(1s), answer(2s)));
        EXPECT_EQ(first + second, "answeranswer");
    });
}

TEST(Shield, CancellingTheWaiterLeavesWhatIsBehindAlone) {
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        const auto inner = create_task(answer(5s));
        const auto outer = create_task(wait_behind_shield(inner));
        co_await rondo::sleep(1s);
        outer.cancel("go");
        try {
            co_await outer;
            ADD_FAILURE() << "no CancelledError";
        } catch (const CancelledError& error) {
            EXPECT_EQ(error.message(), "go");
        }
        EXPECT_EQ(get_running_loop().time() - began, 1s) << "at once";
        EXPECT_EQ(inner.cancelling(), 0);
        EXPECT_EQ(co_await inner, "answer");
    });
}

TEST(Shield, ACancellationBehindItComesThrough) {
    run_virtual([]() -> Coro<> {
        const auto inner = create_task(answer(5s));
        const auto outer = create_task(wait_behind_shield(inner));
        co_await rondo::sleep(1s);
        inner.cancel();
        try {
            co_await outer;
            ADD_FAILURE() << "no CancelledError";
        } catch (const CancelledError&) {}
        EXPECT_EQ(outer.cancelling(), 0);
    });
}

TEST(Shield, ATimeLimitOutsideDoesNotReachWhatIsBehind) {
    run_virtual([]() -> Coro<> {
        const auto inner = create_task(answer(5s));
        try {
            co_await rondo::wait_for(shield(inner), 1s);
            ADD_FAILURE() << "no TimeoutError";
        } catch (const rondo::TimeoutError&) {}
        EXPECT_EQ(co_await inner, "answer");
    });
}

TEST(Shield, AFailureThatComesAfterTheWaiterHasGoneIsReported) {
    support::Reports reports;
    run_virtual([&]() -> Coro<> {
        reports.listen_to(get_running_loop());
        const auto fail = []() -> Coro<> {
            co_await rondo::sleep(5s);
            throw std::runtime_error("too late");
        };
        const auto behind = [&]() -> Coro<> { co_await shield(fail()); };
        const auto outer = create_task(behind());
        co_await rondo::sleep(1s);
        outer.cancel();
        co_await rondo::sleep(10s);
    });
    ASSERT_EQ(reports.all.size(), 1U);
    EXPECT_THAT(reports.all[0], testing::HasSubstr("too late"));
}

TEST(Shield, AFailureThatIsSeenThroughItIsNotReported) {
    support::Reports reports;
    run_virtual([&]() -> Coro<> {
        reports.listen_to(get_running_loop());
        const auto fail = []() -> Coro<> {
            co_await rondo::sleep(1s);
            throw std::runtime_error("seen");
        };
        try {
            co_await shield(fail());
            ADD_FAILURE() << "no exception";
        } catch (const std::runtime_error&) {}
    });
    EXPECT_TRUE(reports.all.empty()) << reports.all.front();
}

TEST(Shield, NeedsARunningLoop) {
    auto coro = answer(1s);
    EXPECT_THROW(shield(std::move(coro)), rondo::RuntimeError);
    coro.close();
}

}  // namespace
