#include "tests/support/run_virtual.hpp"

#include <rondo/groups/gather.hpp>
#include <rondo/groups/timeout.hpp>
#include <rondo/sync/condition.hpp>
#include <rondo/sync/queue.hpp>
#include <rondo/sync/semaphore.hpp>
#include <rondo/tasks/sleep.hpp>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

// Programs thrown together by a seed: tasks that contend for one primitive, while others cancel
// them at any moment: before they are woken, after that but before they go on, or while they hold
// what they waited for. Who is cancelled tries again; so each program does all its work, unless a
// wake-up or an item is lost. Then it stands still, which a time-out notices.

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::Task;

constexpr unsigned programs = 600;
constexpr std::size_t task_count = 6;

class Program {
public:
    explicit Program(unsigned seed) : random_(seed) {}
    virtual ~Program() = default;
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// @return how often a task was cancelled while it waited for the primitive.
    int run() {
        support::run_virtual([this]() -> Coro<> { co_await main(); });
        return cancelled_;
    }

protected:
    int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

    /// Some time passes: none, a turn, or several milliseconds.
    Coro<> pause() {
        const int how = pick(4);
        if (how == 1) co_await rondo::sleep(0s);
        if (how > 1) co_await rondo::sleep(std::chrono::milliseconds(pick(3)));
    }

    /// Tries something again and again, until it was not cancelled. Notes who waits since when.
    template <class Attempt>
    Coro<> insist(std::size_t self, Attempt attempt) {
        while (true) {
            const bool limited = pick(8) == 0;
            impatient_[self] = limited;
            line_.push_back(self);
            try {
                if (limited)
                    co_await rondo::wait_for(attempt(), std::chrono::milliseconds(1 + pick(3)));
                else
                    co_await attempt();
                std::erase(line_, self);
                co_return;
            } catch (const CancelledError&) {
                ++cancelled_;
                asked_[self] = false;
                rondo::current_task().uncancel();
            } catch (const rondo::TimeoutError&) {}
            std::erase(line_, self);
        }
    }

    /// Every second task tries one thing, so many times, the others try the other.
    template <class Even, class Odd>
    Coro<> alternate(std::size_t self, int times, Even even, Odd odd) {
        for (int i = 0; i < times; ++i) {
            co_await pause();
            if (self % 2 == 0)
                co_await insist(self, even);
            else
                co_await insist(self, odd);
        }
    }

    /// Whether nobody waits longer, but for those who are about to find that they are cancelled, or
    /// may be, because their time is up.
    bool first_in_line(std::size_t self) const {
        for (const std::size_t each : line_) {
            if (each == self) return true;
            if (!asked_[each] && !impatient_[each]) return false;
        }
        return false;
    }

    virtual Coro<> work(std::size_t self) = 0;
    virtual void check_end() = 0;

private:
    void cancel_somebody() {
        const auto who = static_cast<std::size_t>(pick(task_count));
        // Only while it stands in line: what it does elsewhere is not the point.
        if (asked_[who] || std::find(line_.begin(), line_.end(), who) == line_.end()) return;
        asked_[who] = true;
        tasks_[who].cancel();
    }

    Coro<> disturb() {
        for (int i = 0; i < 40; ++i) {
            for (int times = pick(3); times > 0; --times) cancel_somebody();
            co_await pause();
        }
    }

    Coro<> main() {
        for (std::size_t i = 0; i < task_count; ++i) tasks_.push_back(rondo::create_task(work(i)));
        auto disturbing = rondo::create_task(disturb());
        auto working = rondo::gather(tasks_);
        try {
            co_await rondo::wait_for(working, 1h);
        } catch (const rondo::TimeoutError&) {
            ADD_FAILURE() << "somebody waits for ever";
        }
        co_await disturbing;
        check_end();
    }

    std::mt19937 random_;
    std::vector<Task<>> tasks_;
    std::vector<std::size_t> line_;
    std::vector<bool> asked_ = std::vector<bool>(task_count);
    std::vector<bool> impatient_ = std::vector<bool>(task_count);
    int cancelled_ = 0;
};

class SemaphoreProgram : public Program {
public:
    SemaphoreProgram(unsigned seed, int units) : Program(seed), units_(units), semaphore_(units) {}

protected:
    Coro<> work(std::size_t self) override {
        for (int i = 0; i < 8; ++i) {
            co_await pause();
            co_await insist(self, [this, self] { return enter(self); });
            co_await pause();
            --inside_;
            semaphore_.release();
        }
    }
    void check_end() override {
        EXPECT_EQ(inside_, 0);
        for (int i = 0; i < units_; ++i) {
            EXPECT_FALSE(semaphore_.locked()) << "a unit was lost";
            semaphore_.acquire().await_ready();
        }
        EXPECT_TRUE(semaphore_.locked()) << "a unit came from nowhere";
    }

private:
    Coro<> enter(std::size_t self) {
        co_await semaphore_.acquire();
        EXPECT_TRUE(first_in_line(self)) << "it overtook somebody";
        EXPECT_LT(inside_, units_);
        ++inside_;
    }

    int units_;
    int inside_ = 0;
    rondo::BoundedSemaphore semaphore_;
};

class LockProgram : public Program {
public:
    using Program::Program;

protected:
    Coro<> work(std::size_t self) override {
        for (int i = 0; i < 8; ++i) {
            co_await pause();
            co_await insist(self, [this, self] { return enter(self); });
            co_await pause();
            held_ = false;
            lock_.release();
        }
    }
    void check_end() override { EXPECT_FALSE(lock_.locked()); }

private:
    Coro<> enter(std::size_t self) {
        co_await lock_.acquire();
        EXPECT_TRUE(first_in_line(self)) << "it overtook somebody";
        EXPECT_FALSE(held_);
        held_ = true;
    }

    bool held_ = false;
    rondo::Lock lock_;
};

/// Half of the tasks put numbers into a queue, half take them out.
class QueueProgram : public Program {
public:
    QueueProgram(unsigned seed, std::ptrdiff_t room) : Program(seed), queue_(room) {}

protected:
    Coro<> work(std::size_t self) override {
        co_await alternate(
            self, 12, [this] { return put(); }, [this] { return get(); });
    }
    void check_end() override {
        EXPECT_TRUE(queue_.empty());
        EXPECT_EQ(out_, in_) << "lost, doubled or out of order";
        EXPECT_TRUE(queue_.join().await_ready());
    }

private:
    Coro<> put() {
        const int number = ++last_;
        co_await queue_.put(number);
        EXPECT_TRUE(queue_.maxsize() == 0 || queue_.qsize() <= queue_.maxsize());
        in_.push_back(number);
    }
    Coro<> get() {
        out_.push_back(co_await queue_.get());
        queue_.task_done();
    }

    int last_ = 0;
    std::vector<int> in_;
    std::vector<int> out_;
    rondo::Queue<int> queue_;
};

/// Half of the tasks make tokens, each with one notify; half of them wait for one.
class ConditionProgram : public Program {
public:
    using Program::Program;

protected:
    Coro<> work(std::size_t self) override {
        co_await alternate(
            self, 6, [this] { return make(); }, [this] { return use(); });
    }
    void check_end() override {
        EXPECT_EQ(tokens_, 0);
        EXPECT_FALSE(condition_.locked());
    }

private:
    Coro<> make() {
        co_await condition_.acquire();
        ++tokens_;
        condition_.notify();
        condition_.release();
    }
    Coro<> use() {
        co_await rondo::async_with(condition_, [this]() -> Coro<> {
            co_await condition_.wait_for([this] { return tokens_ > 0; });
            EXPECT_TRUE(condition_.locked());
            --tokens_;
        });
    }

    int tokens_ = 0;
    rondo::Condition condition_;
};

/// Runs programs with many seeds. They are worth nothing if they meet no cancellation.
template <class Made, class... Arguments>
void run_many(Arguments... arguments) {
    int cancelled = 0;
    for (unsigned seed = 0; seed < programs; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        cancelled += Made(seed, arguments...).run();
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(cancelled, static_cast<int>(programs)) << "too few were cancelled while they waited";
}

TEST(SyncRandomly, ALockLosesNoWakeUpAndKeepsTheOrder) { run_many<LockProgram>(); }
TEST(SyncRandomly, ASemaphoreOfOneLosesNoUnit) { run_many<SemaphoreProgram>(1); }
TEST(SyncRandomly, ASemaphoreOfThreeLosesNoUnit) { run_many<SemaphoreProgram>(3); }
TEST(SyncRandomly, AQueueOfOneLosesNoItem) { run_many<QueueProgram>(1); }
TEST(SyncRandomly, AQueueOfThreeLosesNoItem) { run_many<QueueProgram>(3); }
TEST(SyncRandomly, AQueueWithoutLimitLosesNoItem) { run_many<QueueProgram>(0); }
TEST(SyncRandomly, AConditionLosesNoNotify) { run_many<ConditionProgram>(); }

}  // namespace
