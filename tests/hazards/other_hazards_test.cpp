#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <exception>
#include <string>
#include <utility>
#include <vector>

// H2, H4, H5, H6, and one more: what users write instead of what does not work.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Task;
using support::Owner;
using support::run_virtual;

Coro<int> sum_of(std::vector<int> numbers) {
    int sum = 0;
    for (const int number : numbers) sum += number;
    co_return sum;
}

// H2: an initializer_list made inside a co_await expression does not compile with g++ 12.
TEST(HazardInitializerList, AVectorThatIsNamedFirstCanBeAwaitedWith) {
    run_virtual([]() -> Coro<> {
        std::vector<int> numbers{1, 2, 3};
        EXPECT_EQ(co_await sum_of(std::move(numbers)), 6);
    });
}

// H4: co_await in a handler is ill-formed in C++ itself.
TEST(HazardAwaitInAHandler, TheExceptionIsSavedAndTheHandlerLeftBeforeTheAwait) {
    run_virtual([]() -> Coro<> {
        std::exception_ptr saved;
        try {
            throw std::range_error("saved");
        } catch (const std::range_error&) {
            saved = std::current_exception();
        }
        co_await rondo::sleep(1s);
        EXPECT_EQ(rondo::describe(saved), "std::range_error: saved");
    });
}

// H5: a coroutine lambda refers to its captures where the lambda is, and the lambda may be gone.
TEST(HazardCoroutineLambda, TheTaskKeepsTheLambdaUntilItsCoroutineIsDone) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        std::vector<Task<std::string>> tasks;
        for (const char* word : {"one", "two"}) {
            const auto lambda = [text = std::string(word) + ", and too long for a small string",
                                 owner = Owner(alive)]() -> Coro<std::string> {
                co_await rondo::sleep(1s);
                co_return text;
            };
            tasks.push_back(create_task(lambda));
        }
        EXPECT_EQ(alive, 2) << "the lambdas are gone, the tasks' copies are not";
        EXPECT_EQ(co_await tasks[0], "one, and too long for a small string");
        EXPECT_EQ(co_await tasks[1], "two, and too long for a small string");
        EXPECT_EQ(alive, 0);
    });
}

TEST(HazardCoroutineLambda, TheTaskKeepsItEvenIfItIsCancelledBeforeItBegan) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        const Task<> task =
            create_task([](const Owner&) -> Coro<> { co_await rondo::sleep(1s); }, Owner(alive));
        task.cancel();
        EXPECT_EQ(alive, 1);
        co_await rondo::sleep(0s);
        EXPECT_EQ(alive, 0);
    });
}

Coro<int> call(int number, std::vector<int>& calls) {
    calls.push_back(number);
    return sum_of(std::vector<int>(1, number));
}

// In an argument, `first ? co_await a() : co_await b()` calls both a and b with g++ 12, and so do
// && and ||; it awaits the right one. In a statement of its own, the choice is made as it should
// be.
TEST(HazardConditionalAwait, ChoosingInAStatementOfItsOwnCallsOnlyTheChosen) {
    for (const bool first : {true, false}) {
        std::vector<int> calls;
        run_virtual([&]() -> Coro<> {
            const int chosen = first ? co_await call(1, calls) : co_await call(2, calls);
            int again = 0;
            if (first)
                again = co_await call(1, calls);
            else
                again = co_await call(2, calls);
            EXPECT_EQ(chosen, again);
        });
        EXPECT_EQ(calls, (first ? std::vector<int>{1, 1} : std::vector<int>{2, 2}));
    }
}

struct Pair {
    Pair(int& alive, int its_number) : owner(alive), number(its_number) {}
    Owner owner;
    int number;
};
Coro<Pair> make_pair_of(int& alive) {
    co_await rondo::sleep(0s);
    co_return Pair(alive, 3);
}
Coro<> wait_behind_a_binding(int& alive) {
    const auto [owner, number] = co_await make_pair_of(alive);
    EXPECT_EQ(number, 3);
    co_await rondo::sleep(1h);
}

// H6: GCC 15 and 16 can skip a destructor here when the frame is destroyed. We run what users may
// write; the library itself holds nothing in this way.
TEST(HazardLaterCompilers, AStructuredBindingIsDestroyedWithItsFrame) {
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 15
    GTEST_SKIP() << "a known bug of this compiler";
#endif
    int alive = 0;
    {
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        loop.create_task(wait_behind_a_binding(alive));
        for (int i = 0; i < 3; ++i) {
            loop.stop();
            loop.run_forever();
        }
        EXPECT_EQ(alive, 1);
    }
    EXPECT_EQ(alive, 0);
}

// H6: GCC 15.2 crashes when a frame is destroyed inside await_suspend. Ours go in await_resume of
// who awaits, or behind the step: a task may end another, and itself, from anywhere.
TEST(HazardLaterCompilers, NoFrameIsDestroyedWhileItSuspends) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        Task<> victim =
            create_task([](const Owner&) -> Coro<> { co_await rondo::sleep(1h); }, Owner(alive));
        co_await rondo::sleep(0s);
        co_await create_task([&victim]() -> Coro<> {
            victim.cancel();
            std::exchange(victim, Task<>());
            co_await rondo::sleep(0s);
        });
        EXPECT_EQ(alive, 0);
    });
}

}  // namespace
