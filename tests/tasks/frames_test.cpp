#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <set>
#include <string>

// The memory of coroutines and tasks that are over serves those that come after.

namespace {

#ifndef RONDO_NO_POOL

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using support::run_virtual;

struct Frames : testing::Test {
    /// Notes where its frame lies: what is needed after a wait lies in it.
    Coro<> note() {
        int here = 1;
        places.insert(&here);
        co_await rondo::sleep(0s);
        here = 2;
    }
    template <class Round>
    std::size_t places_of(Round round) {
        run_virtual([&]() -> Coro<> {
            for (int number = 0; number < 200; ++number) co_await round();
        });
        return places.size();
    }
    std::set<const int*> places;
};

TEST_F(Frames, OfCoroutinesThatWereAwaitedAreUsedAgain) {
    EXPECT_LT(places_of([this]() -> Coro<> { co_await note(); }), 10U);
}

TEST_F(Frames, OfTasksAreUsedAgain) {
    EXPECT_LT(places_of([this]() -> Coro<> { co_await create_task(note()); }), 10U);
}

TEST_F(Frames, OfCancelledTasksAreUsedAgain) {
    const auto cancelled = [this]() -> Coro<> {
        const auto task = create_task(note());
        co_await rondo::sleep(0s);
        task.cancel();
        co_await rondo::sleep(1s);
        EXPECT_TRUE(task.cancelled());
    };
    EXPECT_LT(places_of(cancelled), 10U);
}

TEST_F(Frames, OfCoroutinesThatThrowAreUsedAgain) {
    const auto failing = [this]() -> Coro<> {
        const auto fail = [this]() -> Coro<> {
            co_await note();
            throw std::string("no");
        };
        EXPECT_THROW(co_await fail(), std::string);
    };
    EXPECT_LT(places_of(failing), 10U);
}

#endif

}  // namespace
