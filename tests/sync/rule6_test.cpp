#include "tests/support/owner.hpp"

#include <rondo/rondo.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

// Rule 6, for what tasks wait for in line: primitives may go before the tasks that wait for them,
// and loops may go while tasks wait. What is touched after it was freed, the address sanitizer
// sees.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::EventLoop;
using rondo::Task;
using support::Owner;

class Rule6WaitingInLine : public testing::Test {
protected:
    Rule6WaitingInLine() { new_loop(); }
    ~Rule6WaitingInLine() override { EXPECT_EQ(alive, 0); }

    void turn() {
        loop->stop();
        loop->run_forever();
    }
    void some_turns() {
        for (int i = 0; i < 8; ++i) turn();
    }

    /// Two tasks wait for what a function gives, until they are told what to do next.
    template <class F>
    void start_two(F awaitable) {
        for (int i = 0; i < 2; ++i)
            tasks.push_back(loop->create_task(hold(Owner(alive), awaitable)));
        turn();
        EXPECT_EQ(alive, 2);
    }
    template <class F>
    Coro<> hold(Owner, F awaitable) {
        co_await awaitable();
    }
    void new_loop() {
        loop = std::make_unique<EventLoop>(rondo::LoopOptions{.virtual_time = true});
        loop->set_exception_handler([](EventLoop&, const rondo::ErrorContext&) {});
    }

    int alive = 0;
    std::vector<Task<>> tasks;
    std::unique_ptr<EventLoop> loop;
};

/// What tasks can wait for, made and dropped at will: `wait` gives a Coro, `wake` wakes the first.
struct Waitable {
    std::function<std::function<Coro<>()>()> wait;
    std::function<void()> wake;
    std::function<void()> forget;
};

template <class Primitive>
Waitable waitable(Primitive primitive, Coro<> (*wait)(Primitive), void (*wake)(const Primitive&)) {
    const auto held = std::make_shared<std::optional<Primitive>>(primitive);
    return {[held, wait] { return [copy = **held, wait] { return wait(copy); }; },
            [held, wake] { wake(**held); }, [held] { held->reset(); }};
}

Coro<> acquire(rondo::Lock lock) { co_await lock.acquire(); }
Coro<> acquire_unit(rondo::Semaphore semaphore) { co_await semaphore.acquire(); }
Coro<> wait_for_event(rondo::Event event) { co_await event.wait(); }
Coro<> wait_for_notify(rondo::Condition condition) {
    co_await rondo::async_with(condition, [&]() -> Coro<> { co_await condition.wait(); });
}
Coro<> meet(rondo::Barrier barrier) { co_await barrier.wait(); }
Coro<> get(rondo::Queue<int> queue) { co_await queue.get(); }
Coro<> put(rondo::Queue<int> queue) { co_await queue.put(1); }
Coro<> join(rondo::Queue<int> queue) { co_await queue.join(); }

std::vector<Waitable> waitables() {
    const rondo::Lock locked;
    locked.acquire().await_ready();
    const rondo::Queue<int> full(1);
    full.put_nowait(0);
    const rondo::Queue<int> unfinished;
    unfinished.put_nowait(0);
    return {waitable<rondo::Lock>(locked, acquire, [](const auto& lock) { lock.release(); }),
            waitable<rondo::Semaphore>(rondo::Semaphore(0), acquire_unit,
                                       [](const auto& semaphore) { semaphore.release(); }),
            waitable<rondo::Event>(rondo::Event(), wait_for_event,
                                   [](const auto& event) { event.set(); }),
            waitable<rondo::Condition>(rondo::Condition(), wait_for_notify,
                                       [](const auto& condition) {
                                           condition.acquire().await_ready();
                                           condition.notify();
                                           condition.release();
                                       }),
            waitable<rondo::Barrier>(rondo::Barrier(3), meet, [](const auto&) {}),
            waitable<rondo::Queue<int>>(rondo::Queue<int>(), get,
                                        [](const auto& queue) { queue.put_nowait(1); }),
            waitable<rondo::Queue<int>>(full, put, [](const auto& queue) { queue.get_nowait(); }),
            waitable<rondo::Queue<int>>(unfinished, join,
                                        [](const auto& queue) { queue.task_done(); })};
}

TEST_F(Rule6WaitingInLine, AClosedLoopFreesThoseWhoWait) {
    for (const Waitable& each : waitables()) {
        start_two(each.wait());
        new_loop();
        EXPECT_EQ(alive, 0);
        for (const Task<>& task : tasks) EXPECT_TRUE(task.cancelled());
        tasks.clear();
    }
}

TEST_F(Rule6WaitingInLine, AClosedLoopFreesThoseWhoAreWoken) {
    for (const Waitable& each : waitables()) {
        start_two(each.wait());
        each.wake();
        new_loop();
        EXPECT_EQ(alive, 0);
        tasks.clear();
    }
}

TEST_F(Rule6WaitingInLine, WhoWaitsForWhatNobodyHasWaitsOnAndCanBeCancelled) {
    for (const Waitable& each : waitables()) {
        start_two(each.wait());
        each.forget();
        turn();
        for (const Task<>& task : tasks) EXPECT_FALSE(task.done());
        for (const Task<>& task : tasks) task.cancel();
        some_turns();
        for (const Task<>& task : tasks) EXPECT_TRUE(task.cancelled());
        EXPECT_EQ(alive, 0);
        tasks.clear();
    }
}

TEST_F(Rule6WaitingInLine, WhoIsWokenGoesOnThoughNobodyHasThePrimitive) {
    for (const Waitable& each : waitables()) {
        start_two(each.wait());
        each.wake();
        each.forget();
        some_turns();
        for (const Task<>& task : tasks) task.cancel();
        some_turns();
        EXPECT_EQ(alive, 0);
        tasks.clear();
    }
}

TEST_F(Rule6WaitingInLine, AnItemReachesItsGetterThoughNobodyHasTheQueue) {
    auto queue = std::make_unique<rondo::Queue<int>>();
    const auto getting = loop->create_task(queue->get());
    turn();
    queue->put_nowait(5);
    queue.reset();
    EXPECT_EQ(loop->run_until_complete(getting), 5);
}

/// Takes a lock, and lets a destructor release it.
Coro<> hold_lock(rondo::Lock lock, Owner) {
    struct Release {
        ~Release() { lock.release(); }
        const rondo::Lock& lock;
    };
    co_await lock.acquire();
    const Release release{lock};
    co_await rondo::sleep(1h);
}

TEST_F(Rule6WaitingInLine, DestructorsMayWakeOthersWhileTheLoopIsClosed) {
    const rondo::Lock lock;
    for (int i = 0; i < 3; ++i) loop->create_task(hold_lock(lock, Owner(alive)));
    some_turns();
    EXPECT_EQ(alive, 3);
    loop.reset();
    EXPECT_EQ(alive, 0);
    EXPECT_FALSE(lock.locked());
}

TEST_F(Rule6WaitingInLine, ItemsGoWithTheQueue) {
    {
        const rondo::Queue<Owner> queue(3);
        for (int i = 0; i < 3; ++i) queue.put_nowait(Owner(alive));
        loop->create_task(queue.put(Owner(alive)));
        turn();
        EXPECT_EQ(alive, 4);
    }
    EXPECT_EQ(alive, 4) << "a task waits still to put one";
    loop.reset();
    EXPECT_EQ(alive, 0);
}

}  // namespace
