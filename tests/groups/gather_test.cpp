#include "tests/support/owner.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/groups/gather.hpp>
#include <rondo/tasks/sleep.hpp>

#include <list>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::create_task;
using rondo::gather;
using rondo::get_running_loop;
using rondo::return_exceptions;
using rondo::Task;
using support::run_virtual;

Coro<int> number(int value, rondo::Duration delay = 1s) {
    co_await rondo::sleep(delay);
    co_return value;
}

Coro<int> fail(rondo::Duration delay = 1s) {
    co_await rondo::sleep(delay);
    throw std::runtime_error("no");
}

Coro<std::unique_ptr<int>> own(int value) { co_return std::make_unique<int>(value); }

TEST(Gather, TakesDifferentTypes) {
    run_virtual([]() -> Coro<> {
        const auto began = get_running_loop().time();
        const auto task = create_task(number(2, 3s));
        const auto future = get_running_loop().create_future<std::string>();
        future.set_result("three");
        const auto [one, two, three, nothing] =
            co_await gather(number(1), task, future, rondo::sleep(2s));
        EXPECT_EQ(one + two, 3);
        EXPECT_EQ(three, "three");
        EXPECT_TRUE((std::is_same_v<decltype(nothing), const std::monostate>));
        EXPECT_EQ(get_running_loop().time() - began, 3s) << "all at the same time";
    });
}

TEST(Gather, TakesARange) {
    run_virtual([]() -> Coro<> {
        std::vector<Coro<int>> coros;
        for (int i = 0; i < 100; ++i) coros.push_back(number(i, 1s * (100 - i)));
        const std::vector<int> results = co_await gather(std::move(coros));
        EXPECT_EQ(results.size(), 100U);
        for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(results.at(i), static_cast<int>(i));

        std::list<Task<int>> tasks;
        tasks.push_back(create_task(number(7)));
        tasks.push_back(create_task(number(8)));
        const auto both = co_await gather(tasks);
        EXPECT_THAT(both, testing::ElementsAre(7, 8));
        EXPECT_EQ(tasks.front().result(), 7) << "the tasks keep theirs";
    });
}

TEST(Gather, TakesAnArrayAndAConstRangeAndASpanThatLends) {
    run_virtual([]() -> Coro<> {
        Coro<int> coros[] = {number(1), number(2)};
        EXPECT_THAT(co_await gather(coros), testing::ElementsAre(1, 2));
        const std::vector tasks{create_task(number(3)), create_task(number(4))};
        EXPECT_THAT(co_await gather(tasks), testing::ElementsAre(3, 4));
        std::vector lent{create_task(number(5)), create_task(number(6))};
        EXPECT_THAT(co_await gather(std::span(lent)), testing::ElementsAre(5, 6));
        EXPECT_TRUE(lent[0] && lent[1]) << "the tasks were only lent";
    });
}

/// A range that makes its elements when they are looked at, as a view does.
struct NumbersFromTo {
    struct Iterator {
        int value;
        Coro<int> operator*() const { return number(value); }
        Iterator& operator++() {
            ++value;
            return *this;
        }
        bool operator==(const Iterator&) const = default;
    };
    Iterator begin() const { return {first}; }
    Iterator end() const { return {last}; }

    int first;
    int last;
};

TEST(Gather, TakesARangeThatMakesItsElementsAsItGoes) {
    run_virtual([]() -> Coro<> {
        const NumbersFromTo range{7, 10};
        EXPECT_THAT(co_await gather(range), testing::ElementsAre(7, 8, 9));
        const auto outcomes = co_await gather(return_exceptions, NumbersFromTo{1, 3});
        EXPECT_EQ(outcomes.at(1).value(), 2);
    });
}

TEST(Gather, OfNothingIsDoneAtOnce) {
    run_virtual([]() -> Coro<> {
        EXPECT_TRUE(gather().done());
        EXPECT_TRUE(gather(return_exceptions).done());
        const auto gathering = gather(std::vector<Task<int>>());
        EXPECT_TRUE(gathering.done());
        EXPECT_FALSE(gathering.cancel());
        const auto results = co_await gathering;
        EXPECT_TRUE(results.empty());
        const auto outcomes = co_await gather(return_exceptions, std::vector<Task<int>>());
        EXPECT_TRUE(outcomes.empty());
    });
}

TEST(Gather, MovesMoveOnlyResults) {
    run_virtual([]() -> Coro<> {
        auto [one, two] = co_await gather(own(1), create_task(own(2)));
        EXPECT_EQ(*one + *two, 3);
        std::vector<Coro<std::unique_ptr<int>>> coros;
        coros.push_back(own(3));
        auto results = co_await gather(std::move(coros));
        EXPECT_EQ(*results.at(0), 3);
    });
}

TEST(Gather, TheSameTaskTwiceGivesItsResultTwice) {
    run_virtual([]() -> Coro<> {
        const auto task = create_task(number(4));
        const auto [first, second, third] = co_await gather(task, number(5), task);
        EXPECT_EQ(first, 4);
        EXPECT_EQ(second, 5);
        EXPECT_EQ(third, 4);
    });
}

TEST(Gather, AResultThatIsAReferenceIsCopied) {
    static int shared = 6;
    run_virtual([]() -> Coro<> {
        const auto refer = []() -> Coro<int&> { co_return shared; };
        const auto [value, other] = co_await gather(refer(), number(1));
        EXPECT_EQ(value, 6);
        EXPECT_EQ(other, 1);
    });
}

TEST(Gather, ThrowsTheFirstFailureAtOnceAndLetsTheOthersGoOn) {
    support::Reports reports;
    run_virtual([&]() -> Coro<> {
        reports.listen_to(get_running_loop());
        const auto began = get_running_loop().time();
        const auto late = create_task(number(1, 5s));
        const auto fails_too = create_task(fail(2s));
        try {
            co_await gather(late, fail(1s), fails_too);
            ADD_FAILURE() << "no exception";
        } catch (const std::runtime_error&) {}
        EXPECT_EQ(get_running_loop().time() - began, 1s);
        EXPECT_EQ(co_await late, 1);
        EXPECT_TRUE(fails_too.done());
    });
    EXPECT_TRUE(reports.all.empty()) << "a later failure is dropped: " << reports.all.front();
}

TEST(Gather, ReturnsExceptionsAmongTheResults) {
    run_virtual([]() -> Coro<> {
        const auto lost = create_task(number(1, 1h));
        get_running_loop().call_later(2s, [lost] { lost.cancel("lost"); });
        const auto [good, bad, gone] = co_await gather(return_exceptions, number(3), fail(), lost);
        EXPECT_TRUE(good.has_value());
        EXPECT_EQ(good.value(), 3);
        EXPECT_EQ(good.exception(), nullptr);
        EXPECT_FALSE(bad);
        EXPECT_THROW(bad.value(), std::runtime_error);
        EXPECT_TRUE(rondo::is_cancellation(gone.exception()));

        std::vector<Coro<int>> coros;
        coros.push_back(fail());
        coros.push_back(number(4));
        const auto outcomes = co_await gather(return_exceptions, std::move(coros));
        EXPECT_FALSE(outcomes.at(0));
        EXPECT_EQ(outcomes.at(1).value(), 4);
    });
}

TEST(Gather, CancellingItCancelsTheChildrenAndWaitsForThem) {
    run_virtual([]() -> Coro<> {
        const auto slow = []() -> Coro<int> {
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {}
            co_return 1;
        };
        const auto stubborn = create_task(slow());
        const auto done = create_task(number(2, 0s));
        co_await rondo::sleep(1s);
        const auto gathering = gather(return_exceptions, stubborn, done);
        EXPECT_TRUE(gathering.cancel());
        EXPECT_FALSE(gathering.done());
        try {
            co_await gathering;
            ADD_FAILURE() << "a cancelled gathering raises, even if no child was";
        } catch (const CancelledError&) {}
        EXPECT_FALSE(gathering.cancelled()) << "it has failed with the CancelledError of a child";
        EXPECT_EQ(stubborn.result(), 1);
        EXPECT_EQ(done.result(), 2);
        EXPECT_FALSE(gathering.cancel());
    });
}

TEST(Gather, ACancelledGatheringLooksAtTheFailuresOfItsChildren) {
    support::Reports reports;
    run_virtual([&]() -> Coro<> {
        reports.listen_to(get_running_loop());
        const auto clumsy = []() -> Coro<> {
            try {
                co_await rondo::sleep(1h);
            } catch (const CancelledError&) {
                throw std::runtime_error("clean-up");
            }
        };
        const auto gathering = gather(return_exceptions, clumsy(), clumsy());
        co_await rondo::sleep(1s);
        gathering.cancel();
        try {
            co_await gathering;
        } catch (const CancelledError&) {}
    });
    EXPECT_TRUE(reports.all.empty()) << reports.all.front();
}

TEST(Gather, DroppedWithoutAnAwaitReportsTheFailureAndLeaksNothing) {
    support::Reports reports;
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        reports.listen_to(get_running_loop());
        const auto fail_with = [](support::Owner) -> Coro<> {
            co_await rondo::sleep(1s);
            throw std::runtime_error("nobody looks");
        };
        const auto own_one = [](support::Owner owner) -> Coro<support::Owner> { co_return owner; };
        gather(fail_with(support::Owner(alive)), own_one(support::Owner(alive)));
        co_await rondo::sleep(2s);
        EXPECT_EQ(alive, 0);
    });
    ASSERT_EQ(reports.all.size(), 1U);
    EXPECT_THAT(reports.all[0], testing::HasSubstr("nobody looks"));
}

TEST(Gather, LeaksNothingWhenItsLoopIsClosedInTheMiddle) {
    int alive = 0;
    {
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        const auto hold = [](support::Owner) -> Coro<> { co_await rondo::sleep(1h); };
        const auto main = [&]() -> Coro<> {
            const auto gathering = gather(hold(support::Owner(alive)), hold(support::Owner(alive)));
            co_await gathering;
        };
        loop.create_task(main());
        loop.call_later(1s, &rondo::EventLoop::stop, &loop);
        loop.run_forever();
        EXPECT_EQ(alive, 2);
    }
    EXPECT_EQ(alive, 0);
}

TEST(Gather, NeedsARunningLoop) {
    EXPECT_THROW(gather(std::vector<Task<int>>()), rondo::RuntimeError);
}

}  // namespace
