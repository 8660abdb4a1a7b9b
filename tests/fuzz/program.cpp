#include "tests/fuzz/world.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>

using namespace rondo;
using namespace std::chrono_literals;

namespace fuzz {
namespace {

constexpr int deepest = 3;
constexpr std::size_t most_tasks = 40;

/// One of those that are alive between its making and its end, however it ends.
class Alive {
public:
    explicit Alive(int& count) : count_(count) { ++count_; }
    ~Alive() { --count_; }
    Alive(const Alive&) = delete;
    Alive& operator=(const Alive&) = delete;

private:
    int& count_;
};

Coro<int> work(World& world, int depth);

Task<int> start_task(World& world, int depth) {
    Task<int> task = create_task(work(world, depth));
    task.add_done_callback([&world](const Task<int>&) { ++world.tasks_ended; });
    world.tasks.push_back(task);
    return task;
}

bool may_start(const World& world, int depth) {
    return depth < deepest && world.tasks.size() < most_tasks;
}

Coro<> hold_lock(World& world) {
    co_await async_with(world.lock, [&world]() -> Coro<> {
        const Alive holder(world.in_lock);
        check(world.in_lock == 1, "two tasks hold one lock");
        co_await sleep(world.while_());
        world.note("unlocks");
    });
}

Coro<> hold_semaphore(World& world) {
    co_await async_with(world.semaphore, [&world]() -> Coro<> {
        const Alive holder(world.in_semaphore);
        check(world.in_semaphore <= 2, "a semaphore of two lets three in");
        co_await sleep(world.while_());
    });
}

Coro<> put(World& world) {
    const int item = ++world.put;
    world.inside.insert(item);
    try {
        co_await world.queue.put(item);
    } catch (...) {
        world.inside.erase(item);
        throw;
    }
    world.note("put", item);
}

Coro<> get(World& world) {
    const int item = co_await world.queue.get();
    check(world.inside.erase(item) == 1, "an item came out that is not in the queue");
    world.note("got", item);
}

Coro<> wait_for_event(World& world) {
    co_await async_with(timeout(world.while_()),
                        [&world]() -> Coro<> { co_await world.event.wait(); });
}

Coro<> wait_for_condition(World& world) {
    co_await async_with(world.condition, [&world]() -> Coro<> {
        co_await world.condition.wait();
        check(world.condition.locked(), "a condition's wait ends without its lock");
    });
}

Coro<> notify(World& world) {
    const int how_many = static_cast<int>(world.script.below(3));
    co_await async_with(world.condition, [&world, how_many]() -> Coro<> {
        world.condition.notify(how_many);
        co_return;
    });
}

Coro<> gather_two(World& world, int depth) {
    auto first = start_task(world, depth + 1);
    auto second = start_task(world, depth + 1);
    auto both = gather(first, second);
    co_await both;
}

Coro<> group_of_two(World& world, int depth) {
    co_await async_with(TaskGroup(), [&world, depth](TaskGroup& group) -> Coro<> {
        group.create_task(work(world, depth + 1));
        group.create_task(work(world, depth + 1));
        co_await sleep(world.while_());
    });
}

Coro<> wait_with_a_limit(World& world, int depth) {
    const auto limit = world.while_();
    auto task = start_task(world, depth + 1);
    co_await wait_for(task, limit);
}

Coro<> shielded(World& world, int depth) {
    auto task = start_task(world, depth + 1);
    co_await shield(task);
}

/// Refuses to be cancelled, once.
Coro<> refuse(World& world) {
    bool refused = false;
    try {
        co_await sleep(world.while_());
    } catch (const CancelledError&) {
        refused = true;
    }
    if (refused && current_task().cancelling() > 0) current_task().uncancel();
}

void cancel_one(World& world) {
    if (world.tasks.empty()) return;
    const auto index = world.script.below(static_cast<unsigned>(world.tasks.size()));
    world.note("cancels", static_cast<int>(index));
    world.tasks[index].cancel();
}

Coro<> one_step(World& world, int depth) {
    const unsigned what = world.script.below(20);
    world.note("step", static_cast<int>(what));
    switch (what) {
        case 0:
            co_await sleep(0s);
            break;
        case 1:
            co_await sleep(world.while_());
            break;
        case 2:
            co_await hold_lock(world);
            break;
        case 3:
            co_await hold_semaphore(world);
            break;
        case 4:
            co_await put(world);
            break;
        case 5:
            co_await get(world);
            break;
        case 6:
            world.event.set();
            break;
        case 7:
            world.event.clear();
            break;
        case 8:
            co_await wait_for_event(world);
            break;
        case 9:
            co_await wait_for_condition(world);
            break;
        case 10:
            co_await notify(world);
            break;
        case 11:
            cancel_one(world);
            break;
        case 12:
            world.loop.call_later(world.while_(), [&world] { cancel_one(world); });
            break;
        case 13:
            co_await refuse(world);
            break;
        case 14:
            throw std::runtime_error("a step that fails");
        default:
            if (!may_start(world, depth)) break;
            if (what == 15) co_await work(world, depth + 1);
            if (what == 16) co_await gather_two(world, depth);
            if (what == 17) co_await group_of_two(world, depth);
            if (what == 18) co_await wait_with_a_limit(world, depth);
            if (what == 19) co_await shielded(world, depth);
    }
}

Coro<int> work(World& world, int depth) {
    const Alive self(world.coroutines_alive);
    const unsigned steps = 1 + world.script.below(6);
    for (unsigned i = 0; i < steps && !world.script.used_up(); ++i) co_await one_step(world, depth);
    world.note("done", depth);
    co_return depth;
}

Coro<> everything(World& world) {
    while (!world.script.used_up() && world.tasks.size() < most_tasks) {
        start_task(world, 0);
        co_await sleep(world.while_());
    }
    // By now what still waits can only be woken by a cancel; a task may refuse a few of those.
    for (int round = 0; all_tasks().size() > 1; ++round) {
        check(round < 200, "a task does not end, however often it is cancelled");
        co_await sleep(1h);
        for (const AnyTask& task : all_tasks())
            if (task != current_task()) task.cancel();
    }
    co_await sleep(0s);  // the last done-callbacks
}

/// Without waiting, for what must be free.
Coro<> take_everything(World& world) {
    const TimePoint began = world.loop.time();
    co_await world.lock.acquire();
    co_await world.semaphore.acquire();
    co_await world.semaphore.acquire();
    co_await world.condition.acquire();
    check(world.loop.time() == began, "time passed: something was not free");
}

}  // namespace

void fail(const std::string& what) {
    std::fprintf(stderr, "fuzz: %s\n", what.c_str());
    std::abort();
}

std::string run_program(Script script, const LoopOptions& options) {
    std::string log;
    int alive = 0;
    {
        EventLoop loop(options);
        loop.set_exception_handler(
            [](EventLoop&, const ErrorContext&) {});  // failures are part of it
        World world(loop, script);
        loop.run_until_complete(everything(world));
        check(static_cast<std::size_t>(world.tasks_ended) == world.tasks.size(),
              "a task did not end, or ended twice");
        check(static_cast<std::size_t>(world.queue.qsize()) == world.inside.size(),
              "an item was lost, or came twice");
        loop.run_until_complete(take_everything(world));
        log = std::move(world.log);
        alive = world.coroutines_alive;
    }
    check(alive == 0, "a coroutine was not destroyed");
    return log;
}

}  // namespace fuzz
