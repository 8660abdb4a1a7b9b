#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;

using Tasks = std::vector<Task<>>;

namespace event_order {

Coro<> waiter(std::string name, Event ev) {
    try {
        const bool woke = co_await ev.wait();
        print(name, woke, "is_set:", ev.is_set());
    } catch (const CancelledError&) {
        print(name, "cancelled");
        throw;
    }
}

Coro<> twice(std::string name, Event ev) {
    co_await ev.wait();
    print(name, "first");
    ev.clear();
    co_await ev.wait();
    print(name, "second");
}

Coro<> async_main() {
    const Event ev;
    Tasks ts;
    for (const char* name : {"a", "b", "c", "d"}) ts.push_back(create_task(waiter(name, ev)));
    co_await sleep(0s);
    ts[1].cancel();
    ev.set();
    ev.clear();
    ts[2].cancel();
    auto late = create_task(waiter("late", ev));
    get_running_loop().call_soon([] { print("soon"); });
    co_await sleep(0s);
    print("one turn later");
    co_await wait(ts);
    print("late done:", late.done());
    ev.set();
    ev.set();
    co_await ev.wait();
    print("main goes on at once, late done:", late.done());
    co_await late;
    // woken, and waiting anew in the same turn
    ev.clear();
    ts.clear();
    for (const char* name : {"x", "y"}) ts.push_back(create_task(twice(name, ev)));
    co_await sleep(0s);
    ev.set();
    co_await sleep(0s);
    print("is_set:", ev.is_set());
    ev.set();
    co_await wait(ts);
}

CONFORMS(sync_event_order) { run(async_main(), options); }

}  // namespace event_order

namespace two_loops {

/// Awaits what a function gives.
template <class F>
Coro<> waits(F primitive) {
    try {
        co_await primitive();
        print("went on");
    } catch (const RuntimeError&) {
        print(type_name(std::current_exception()));
    }
}

template <class F>
Coro<> cancelled_while_waiting(F what) {
    auto t = create_task(what());
    co_await sleep(0s);
    t.cancel();
    co_await wait(t);
    print("cancelled:", t.cancelled());
}

struct Program {
    // made before any loop runs
    Lock lock;
    Event event;
    Semaphore semaphore{0};
    Queue<int> queue{1};
    Condition condition;
    Lock untouched;

    Coro<> first() {
        co_await untouched.acquire();
        untouched.release();
        co_await lock.acquire();
        co_await condition.acquire();
        co_await cancelled_while_waiting([this] { return lock.acquire(); });
        co_await cancelled_while_waiting([this] { return event.wait(); });
        co_await cancelled_while_waiting([this] { return semaphore.acquire(); });
        co_await cancelled_while_waiting([this] { return queue.get(); });
        co_await cancelled_while_waiting([this] { return condition.wait(); });
    }

    Coro<> second() {
        // nobody has to wait: no loop is asked for
        co_await untouched.acquire();
        co_await queue.put(1);
        print("got", co_await queue.get());
        event.set();
        co_await event.wait();
        event.clear();
        semaphore.release();
        co_await semaphore.acquire();
        print("locked:", lock.locked());
        // somebody has to
        co_await waits([this] { return lock.acquire(); });
        co_await waits([this] { return event.wait(); });
        co_await waits([this] { return semaphore.acquire(); });
        co_await waits([this] { return queue.get(); });
        co_await queue.put(1);
        co_await waits([this] { return queue.put(1); });
        co_await waits([this] { return condition.wait(); });
        co_await cancelled_while_waiting([this] { return untouched.acquire(); });
    }
};

CONFORMS(sync_two_loops) {
    Program program;
    run(program.first(), options);
    run(program.second(), options);
}

}  // namespace two_loops

}  // namespace
