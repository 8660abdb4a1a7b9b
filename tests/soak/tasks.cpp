// Tasks, what waits for many of them, and what they wait in line for.
#include "tests/soak/soak.hpp"

using namespace rondo;
using namespace std::chrono_literals;
using namespace soak;

namespace {

Coro<int> after_a_turn(int value) {
    co_await sleep(0s);
    co_return value;
}
Coro<int> failing() {
    co_await sleep(0s);
    throw std::runtime_error("no");
}

TEST(Soak, Tasks) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i) co_await create_task(after_a_turn(1));
    });
}

TEST(Soak, TasksThatNobodyAwaits) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i) {
            create_task(after_a_turn(1), "a name that does not fit into a string's own place");
            co_await sleep(0s);
        }
    });
}

TEST(Soak, TasksThatFail) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i) {
            try {
                co_await create_task(failing());
            } catch (const std::runtime_error&) {}
        }
    });
}

TEST(Soak, TasksCancelled) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i) {
            const Task<int> task = create_task(after_a_turn(1));
            if (i % 2 == 0) co_await sleep(0s);
            task.cancel("a message that does not fit into a string's own place");
            try {
                co_await task;
            } catch (const CancelledError&) {}
        }
    });
}

TEST(Soak, ShieldOfALongLivedTask) {
    stays_small_in_a_loop(
        [](long rounds_now) -> Coro<> {
            const Future<> never_done = get_running_loop().create_future<>();
            for (long i = 0; i < rounds_now; ++i) {
                try {
                    co_await wait_for(shield(never_done), 1us);
                } catch (const TimeoutError&) {}
            }
        },
        2);
}

TEST(Soak, WaitsForOneFutureThatTimeOut) {
    stays_small_in_a_loop(
        [](long rounds_now) -> Coro<> {
            const Future<> never_done = get_running_loop().create_future<>();
            for (long i = 0; i < rounds_now; ++i) {
                const std::vector<Future<>> one{never_done};
                WaitOptions options;
                options.timeout = 1us;
                co_await wait(one, options);
            }
        },
        2);
}

TEST(Soak, Gather) {
    stays_small_in_a_loop(
        [](long rounds_now) -> Coro<> {
            for (long i = 0; i < rounds_now; ++i) co_await gather(after_a_turn(1), after_a_turn(2));
        },
        2);
}

Coro<> two_children(TaskGroup& group) {
    group.create_task(after_a_turn(1));
    group.create_task(after_a_turn(2));
    co_return;
}
TEST(Soak, TaskGroups) {
    stays_small_in_a_loop(
        [](long rounds_now) -> Coro<> {
            for (long i = 0; i < rounds_now; ++i) co_await async_with(TaskGroup(), two_children);
        },
        2);
}

Coro<> take_all(Queue<std::string> queue, long number) {
    for (long i = 0; i < number; ++i) co_await queue.get();
}
TEST(Soak, Queues) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        const Queue<std::string> queue(16);
        const Task<> taker = create_task(take_all(queue, rounds_now));
        for (long i = 0; i < rounds_now; ++i) co_await queue.put(std::string(50, 'x'));
        co_await taker;
    });
}

Coro<> use(Lock lock, Event event) {
    co_await lock.acquire();
    co_await event.wait();
    lock.release();
}
TEST(Soak, LocksAndEvents) {
    stays_small_in_a_loop(
        [](long rounds_now) -> Coro<> {
            const Lock lock;
            const Event event;
            for (long i = 0; i < rounds_now; ++i) {
                const Task<> first = create_task(use(lock, event));
                const Task<> second = create_task(use(lock, event));
                co_await sleep(0s);
                if (i % 2 == 0) second.cancel();
                event.set();
                co_await first;
                event.clear();
                event.set();
                try {
                    co_await second;
                } catch (const CancelledError&) {}
                event.clear();
            }
        },
        4);
}

const ContextVar<std::string> variable("variable", "nothing");
TEST(Soak, ContextVariables) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i) {
            auto token = variable.set(std::string(50, 'x'));
            if (i % 10 == 0) co_await create_task(after_a_turn(1));
            variable.reset(token);
        }
    });
}

}  // namespace
