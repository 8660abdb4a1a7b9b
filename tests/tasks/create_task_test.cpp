#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <string>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::run_virtual;

// The function was not called: there is no coroutine that nobody has awaited.
TEST(CreateTask, WithoutALoopIsRefusedBeforeTheFunctionIsCalled) {
    testing::internal::CaptureStderr();
    const auto function = []() -> Coro<> { co_return; };
    EXPECT_THROW((void)create_task(function), rondo::RuntimeError);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(CreateTask, OfAnythingThatCanBeAwaited) {
    run_virtual([]() -> Coro<> {
        const rondo::TimePoint began = get_running_loop().time();
        const Task<> asleep = create_task(rondo::sleep(2s), "sleeper");
        EXPECT_EQ(asleep.get_name(), "sleeper");
        co_await asleep;
        EXPECT_EQ(get_running_loop().time() - began, 2s);

        const Future<int> future = get_running_loop().create_future<int>();
        const Task<int> of_future = create_task(future);
        const Task<int> of_task = create_task(of_future);
        EXPECT_NE(rondo::AnyTask(of_future), rondo::AnyTask(of_task));
        future.set_result(5);
        EXPECT_EQ(co_await of_task, 5);
    });
}

/// An awaiter that is nobody's: ready, with an answer.
struct Ready {
    explicit Ready(int its_answer) : answer(its_answer) {}
    bool await_ready() const noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    int await_resume() const noexcept { return answer; }
    int answer;
};

TEST(CreateTask, OfAnAwaiterFromElsewhere) {
    run_virtual([]() -> Coro<> {
        EXPECT_EQ(co_await create_task(Ready(6)), 6);
        EXPECT_EQ(co_await Ready(7), 7);
    });
}

Coro<std::string> join(std::string left, std::unique_ptr<std::string> right) {
    co_await rondo::sleep(1s);
    co_return left + *right;
}

TEST(CreateTask, OfAFunctionAndItsArguments) {
    run_virtual([]() -> Coro<> {
        auto right = std::make_unique<std::string>("right");
        const Task<std::string> task = create_task(join, "left ", std::move(right));
        EXPECT_EQ(co_await task, "left right");
    });
}

TEST(CreateTask, KeepsTheLambdaAndItsArgumentsUntilTheCoroutineIsDone) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        Task<std::string> task;
        {
            const auto lambda =
                [captured = std::string("captured "),
                 owner = support::Owner(alive)](const std::string& argument) -> Coro<std::string> {
                co_await rondo::sleep(1s);
                co_return captured + argument;
            };
            task = create_task(lambda, std::string("argument"));
        }
        co_await rondo::sleep(500ms);
        EXPECT_EQ(alive, 1);
        EXPECT_EQ(co_await task, "captured argument");
        EXPECT_EQ(alive, 0) << "gone with the coroutine, although a handle is left";
    });
}

TEST(CreateTask, TakesALambdaWithoutArguments) {
    run_virtual([]() -> Coro<> {
        int number = 0;
        co_await create_task([&number]() -> Coro<> {
            co_await rondo::sleep(1s);
            number = 1;
        });
        EXPECT_EQ(number, 1);
    });
}

struct Greeter {
    std::string name;
    Coro<std::string> greet(std::string word) const { co_return word + " " + name; }
};

TEST(CreateTask, TakesAMemberFunction) {
    run_virtual([]() -> Coro<> {
        const Greeter greeter{"Bob"};
        EXPECT_EQ(co_await create_task(&Greeter::greet, &greeter, "Hello"), "Hello Bob");
    });
}

TEST(CreateTask, NeedsARunningLoopOrTheLoopItself) {
    Coro<> coro = []() -> Coro<> { co_return; }();
    EXPECT_THROW((void)create_task(coro), rondo::RuntimeError);
    rondo::EventLoop loop({.virtual_time = true});
    const Task<> task = loop.create_task(coro, "by the loop");
    EXPECT_EQ(task.get_name(), "by the loop");
    EXPECT_NO_THROW(loop.run_until_complete(task));
}

TEST(CreateTask, OnAClosedLoopIsRefusedAndTheCoroutineIsNotTaken) {
    rondo::EventLoop loop;
    loop.close();
    Coro<> coro = []() -> Coro<> { co_return; }();
    EXPECT_THROW((void)loop.create_task(coro), rondo::RuntimeError);
    run_virtual([&]() -> Coro<> { co_await coro; });
}

TEST(EnsureFuture, GivesBackWhatIsOneAlready) {
    run_virtual([]() -> Coro<> {
        const Task<> task = create_task(rondo::sleep(1s));
        EXPECT_EQ(rondo::ensure_future(task), task);
        const Task<> made = rondo::ensure_future(rondo::sleep(1s));
        EXPECT_NE(made, task);
        co_await made;
    });
}

}  // namespace
