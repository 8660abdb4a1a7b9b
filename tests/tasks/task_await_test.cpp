#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::Task;
using support::run_virtual;

using Log = std::vector<std::string>;

Coro<std::string> answer(std::string text) {
    co_await rondo::sleep(1s);
    co_return text;
}

TEST(AwaitTask, GivesTheResultToEachWhoAwaitsIt) {
    run_virtual([]() -> Coro<> {
        const Task<std::string> task = create_task(answer("42"));
        const auto ask = [](Task<std::string> its_task) -> Coro<std::string> {
            co_return co_await its_task;
        };
        const Task<std::string> first = create_task(ask(task));
        const Task<std::string> second = create_task(ask(task));
        EXPECT_EQ(co_await first + co_await second + co_await task, "424242");
    });
}

TEST(AwaitTask, DoesNotSuspendWhenItIsDone) {
    bool others_ran = false;
    run_virtual([&]() -> Coro<> {
        const Task<std::string> task = create_task(answer("42"));
        co_await task;
        rondo::get_running_loop().call_soon([&others_ran] { others_ran = true; });
        co_await task;
        EXPECT_FALSE(others_ran);
    });
}

Coro<std::unique_ptr<int>> own(int number) { co_return std::make_unique<int>(number); }

TEST(AwaitTask, MovesTheResultOutOfAHandleGivenUp) {
    run_virtual([]() -> Coro<> {
        Task<std::unique_ptr<int>> task = create_task(own(3));
        const std::unique_ptr<int> result = co_await std::move(task);
        EXPECT_EQ(*result, 3);
        const std::unique_ptr<int> other = co_await create_task(own(4));
        EXPECT_EQ(*other, 4);
    });
}

Coro<support::Owner> make_owner(int& alive) {
    const support::Owner local(alive);
    co_return support::Owner(alive);
}

TEST(AwaitTask, TheFrameIsGoneWhenTheTaskIsDone) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        {
            const Task<support::Owner> task = create_task(make_owner(alive));
            co_await rondo::sleep(0s);
            EXPECT_TRUE(task.done());
            EXPECT_EQ(alive, 1) << "only the result is left";
        }
        EXPECT_EQ(alive, 0);
    });
}

Coro<> fail() {
    co_await rondo::sleep(1s);
    throw std::out_of_range("far");
}

TEST(AwaitTask, ThrowsItsException) {
    run_virtual([]() -> Coro<> {
        const Task<> task = create_task(fail());
        EXPECT_THROW(co_await task, std::out_of_range);
        EXPECT_THROW(co_await task, std::out_of_range) << "to all who ask";
        EXPECT_THROW(task.result(), std::out_of_range);
    });
}

/// Can be made, but not moved twice: the second move throws.
struct MovesOnce {
    MovesOnce() = default;
    MovesOnce(MovesOnce&& other) : moves(other.moves + 1) {
        if (moves > 1) throw std::length_error("moved twice");
    }
    int moves = 0;
};

TEST(AwaitTask, AResultThatCannotBeMovedOutOfTheFrameFailsTheTask) {
    run_virtual([]() -> Coro<> {
        const auto make = []() -> Coro<MovesOnce> { co_return MovesOnce(); };
        const Task<MovesOnce> task = create_task(make());
        co_await rondo::sleep(0s);
        EXPECT_THROW((void)task.result(), std::length_error);
    });
}

TEST(AwaitTask, AwaitingOneselfIsRefused) {
    run_virtual([]() -> Coro<> {
        Task<std::string> self;
        const auto await_itself = [](Task<std::string>& its_handle) -> Coro<std::string> {
            try {
                co_return co_await its_handle;
            } catch (const rondo::RuntimeError& error) {
                co_return error.what();
            }
        };
        self = create_task(await_itself(self));
        EXPECT_EQ(co_await self, "Task cannot await on itself");
    });
}

TEST(AwaitTask, OfAnotherLoopIsRefused) {
    rondo::EventLoop other;
    const Task<std::string> foreign = other.create_task(answer("never"));
    run_virtual([&]() -> Coro<> { EXPECT_THROW(co_await foreign, rondo::RuntimeError); });
    other.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
}

TEST(AwaitTask, WaitersAndCallbacksWakeInTheOrderInWhichTheyCame) {
    run_virtual([]() -> Coro<> {
        Log log;
        const Task<std::string> task = create_task(answer(""));
        const auto waits = [](Task<std::string> its_task, Log& its_log,
                              std::string name) -> Coro<> {
            co_await its_task;
            its_log.push_back(std::move(name));
        };
        create_task(waits(task, log, "task 1"));
        co_await rondo::sleep(0s);
        task.add_done_callback([&log](const Task<std::string>&) { log.emplace_back("callback"); });
        create_task(waits(task, log, "task 2"));
        co_await task;
        EXPECT_EQ(log, (Log{"task 1", "callback"})) << "main came before task 2";
        co_await rondo::sleep(0s);
        EXPECT_EQ(log, (Log{"task 1", "callback", "task 2"}));
    });
}

TEST(AwaitTask, ADoneCallbackGetsTheTask) {
    std::string name;
    run_virtual([&]() -> Coro<> {
        const Task<std::string> task = create_task(answer("x"), "the task");
        task.add_done_callback(
            [&name](const Task<std::string>& done) { name = done.get_name() + done.result(); });
        co_await task;
    });
    EXPECT_EQ(name, "the taskx");
}

/// Counts the turns of the running loop, from now on.
class TurnCounter {
public:
    TurnCounter() { again(); }
    TurnCounter(const TurnCounter&) = delete;
    TurnCounter& operator=(const TurnCounter&) = delete;
    ~TurnCounter() { next_.cancel(); }
    int count = 0;

private:
    void again() {
        next_ = rondo::get_running_loop().call_soon([this] {
            ++count;
            again();
        });
    }
    rondo::Handle next_;
};

Coro<int> relay(Task<int> task) { co_return co_await task; }

TEST(AwaitTask, OneHopIsOneTurn) {
    run_virtual([]() -> Coro<> {
        const rondo::Future<int> future = rondo::get_running_loop().create_future<int>();
        const auto first = [](rondo::Future<int> its_future) -> Coro<int> {
            co_return co_await its_future;
        };
        Task<int> last = create_task(first(future));
        constexpr int hops = 10;
        for (int i = 1; i < hops; ++i) last = create_task(relay(last));
        co_await rondo::sleep(0s);
        const TurnCounter turns;
        future.set_result(1);
        co_await last;
        EXPECT_EQ(turns.count, hops + 1) << "the last hop is main's";
    });
}

Coro<int> wait_below(int depth, const rondo::Future<int>& future) {
    if (depth == 0) co_return co_await future;
    co_return 1 + co_await wait_below(depth - 1, future);
}

TEST(AwaitTask, AChainOfCoroutinesGoesOnInOneStep) {
    run_virtual([]() -> Coro<> {
        const rondo::Future<int> future = rondo::get_running_loop().create_future<int>();
        const Task<int> task = create_task(wait_below(200, future));
        co_await rondo::sleep(0s);
        const TurnCounter turns;
        future.set_result(0);
        EXPECT_EQ(co_await task, 200);
        EXPECT_EQ(turns.count, 2) << "one for the task, one for main";
    });
}

}  // namespace
