#include "tests/support/owner.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

// Thousands of small programs, each thrown together by a seed: tasks that sleep, yield, await each
// other and futures, call coroutines, clean up, refuse, fail, and cancel whomever they like. No
// program knows how it will end; but some things hold in each.

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::Future;
using rondo::Task;

constexpr int task_count = 6;
constexpr int future_count = 3;

/// What happened to one task, as it saw it itself.
struct History {
    int begun = 0;       // times that its coroutine began
    int left = 0;        // times that its coroutine was left, whichever way
    int done_calls = 0;  // calls of its done-callback
};

class RandomProgram {
public:
    explicit RandomProgram(unsigned seed) : random_(seed) {}

    void run();

private:
    /// Picks one of `count` numbers.
    int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

    Coro<> main();
    Coro<int> work(int self, support::Owner);
    Coro<> do_something(int self, int depth);
    void cancel_somebody();
    void finish_a_future();

    std::mt19937 random_;
    std::array<Task<int>, task_count> tasks_;
    std::array<Future<int>, future_count> futures_;
    std::array<History, task_count> histories_;
    int alive_ = 0;
    int steps_left_ = 200;  // so that every program ends
};

void RandomProgram::cancel_somebody() {
    const int who = pick(task_count);
    const bool was_done = tasks_[who].done();
    const int asked_before = tasks_[who].cancelling();
    // Two tasks may await each other, and a cancel would go round in circles, in asyncio too; so
    // tasks await only those with a higher number.
    const bool accepted = tasks_[who].cancel("message");
    EXPECT_EQ(accepted, !was_done);
    EXPECT_EQ(tasks_[who].cancelling(), asked_before + (accepted ? 1 : 0));
}

void RandomProgram::finish_a_future() {
    const Future<int>& future = futures_[pick(future_count)];
    if (future.done()) return;
    switch (pick(3)) {
        case 0:
            future.set_result(pick(100));
            break;
        case 1:
            future.set_exception(std::range_error("of a future"));
            break;
        default:
            future.cancel("of a future");
    }
}

Coro<> RandomProgram::do_something(int self, int depth) {
    if (--steps_left_ <= 0) co_return;
    switch (pick(10)) {
        case 0:
            co_await rondo::sleep(0s);
            break;
        case 1:
        case 2:
            co_await rondo::sleep(std::chrono::milliseconds(pick(5)));
            break;
        case 3: {
            const int whom = self + 1 + pick(task_count);
            if (whom < task_count) co_await tasks_[whom];
            break;
        }
        case 4:
            co_await futures_[pick(future_count)];
            break;
        case 5:
            finish_a_future();
            break;
        case 6:
            cancel_somebody();
            break;
        case 7:
            tasks_[self].cancel("itself");
            break;
        case 8:
            if (depth < 4) {
                co_await do_something(self, depth + 1);
                co_await do_something(self, depth + 1);
            }
            break;
        default:
            if (pick(4) == 0) throw std::range_error("of a task");
    }
}

Coro<int> RandomProgram::work(int self, support::Owner) {
    struct Leaver {
        explicit Leaver(History& its_history) : history(its_history) {}
        Leaver(const Leaver&) = delete;
        Leaver& operator=(const Leaver&) = delete;
        ~Leaver() { ++history.left; }
        History& history;
    };
    History& history = histories_[self];
    ++history.begun;
    const Leaver leaver(history);
    for (int i = 0; i < 6; ++i) {
        std::exception_ptr error;
        try {
            co_await do_something(self, 0);
        } catch (const CancelledError&) {
            error = std::current_exception();
        } catch (const std::range_error&) {
            error = std::current_exception();
        }
        if (!error) continue;
        if (pick(3) == 0) co_await rondo::sleep(1ms);  // clean-up, which may be cancelled itself
        if (pick(2) == 0) std::rethrow_exception(error);
        if (pick(2) == 0) {
            const int requests = rondo::current_task().cancelling();
            EXPECT_EQ(rondo::current_task().uncancel(), std::max(requests - 1, 0));
        }
    }
    co_return self;
}

Coro<> RandomProgram::main() {
    rondo::EventLoop& loop = rondo::get_running_loop();
    for (Future<int>& future : futures_) future = loop.create_future<int>();
    for (int i = 0; i < task_count; ++i) {
        tasks_[i] = loop.create_task(work(i, support::Owner(alive_)));
        tasks_[i].add_done_callback(
            [&done_calls = histories_[i].done_calls](const Task<int>& task) {
                EXPECT_TRUE(task.done());
                ++done_calls;
            });
    }
    for (int i = 0; i < 20; ++i) {
        if (pick(2) == 0) cancel_somebody();
        if (pick(3) == 0) finish_a_future();
        co_await rondo::sleep(std::chrono::milliseconds(pick(3)));
    }
    // Whoever waits for a future still is let go; whoever sleeps will wake.
    for (const Future<int>& future : futures_) future.cancel();
    for (int i = task_count; i-- > 0;) {
        while (!tasks_[i].done()) co_await rondo::sleep(1ms);
    }
    co_await rondo::sleep(0s);  // so that the callbacks of the last one have run
}

void RandomProgram::run() {
    {
        rondo::Runner runner({.virtual_time = true});
        runner.get_loop().set_exception_handler(
            [](rondo::EventLoop&, const rondo::ErrorContext&) {});
        runner.run(main());
        EXPECT_TRUE(rondo::all_tasks(runner.get_loop()).empty());
        for (int i = 0; i < task_count; ++i) {
            const History& history = histories_[i];
            const Task<int>& task = tasks_[i];
            SCOPED_TRACE("task " + std::to_string(i));
            EXPECT_TRUE(task.done());
            EXPECT_EQ(history.done_calls, 1) << "every task ends exactly once";
            EXPECT_EQ(history.left, history.begun);
            EXPECT_LE(history.begun, 1);
            EXPECT_TRUE(history.begun == 1 || task.cancelled()) << "only so does one never begin";
            if (task.cancelled() || task.exception()) continue;
            EXPECT_EQ(task.result(), i);
        }
        EXPECT_EQ(alive_, 0) << "the frames are gone with their tasks";
        tasks_ = {};
        futures_ = {};
    }
    EXPECT_EQ(alive_, 0);
}

TEST(CancelRandomly, EveryTaskEndsExactlyOnceAndNothingLeaks) {
    for (unsigned seed = 0; seed < 5000; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomProgram(seed).run();
        if (testing::Test::HasFailure()) break;
    }
}

// A task that obeys: never swallows, never takes a request back. However a cancel crosses what the
// task is doing, it ends cancelled unless it had come to its end before.
class ObedientProgram {
public:
    explicit ObedientProgram(unsigned seed) : random_(seed) {}

    void run() { rondo::run(main(), {.virtual_time = true}); }

private:
    int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

    Coro<> wait_somehow(int depth) {
        rondo::EventLoop& loop = rondo::get_running_loop();
        switch (pick(5)) {
            case 0:
                co_await rondo::sleep(0s);
                break;
            case 1:
                co_await rondo::sleep(std::chrono::milliseconds(1 + pick(3)));
                break;
            case 2: {
                const Future<> future = loop.create_future();
                loop.call_later(std::chrono::milliseconds(pick(3)), [future] {
                    if (!future.done()) future.set_result();
                });
                co_await future;
                break;
            }
            case 3:
                co_await rondo::create_task(wait_somehow(depth + 1));
                break;
            default:
                if (depth < 5) co_await wait_somehow(depth + 1);
        }
    }

    Coro<> obey() {
        for (int i = 0; i < 5; ++i) co_await wait_somehow(0);
        finished_ = true;
    }

    Coro<> main() {
        const Task<> task = rondo::create_task(obey());
        const int turns = pick(6);
        co_await rondo::sleep(std::chrono::milliseconds(pick(8)));
        for (int i = 0; i < turns; ++i) co_await rondo::sleep(0s);
        const bool finished_before = finished_;
        const bool asked = task.cancel();
        EXPECT_EQ(asked, !finished_before);
        co_await rondo::sleep(1h);
        EXPECT_TRUE(task.done());
        EXPECT_EQ(task.cancelled(), asked) << "a request was lost";
        EXPECT_EQ(finished_, finished_before) << "it ran on";
        cancelled_ = asked;
    }

    std::mt19937 random_;
    bool finished_ = false;

public:
    bool cancelled_ = false;
};

TEST(CancelRandomly, ARequestIsNeverLost) {
    int cancelled = 0;
    constexpr int programs = 5000;
    for (unsigned seed = 0; seed < programs; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        ObedientProgram program(seed);
        program.run();
        cancelled += program.cancelled_ ? 1 : 0;
        if (testing::Test::HasFailure()) break;
    }
    EXPECT_GT(cancelled, programs / 4) << "too few programs met the cancel while they ran";
    EXPECT_LT(cancelled, programs);
}

}  // namespace
