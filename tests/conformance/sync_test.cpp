#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;

namespace case_210 {

Coro<> worker(std::string name, Lock lock) {
    print(name, "asks");
    co_await async_with(lock, [&]() -> Coro<> {
        print(name, "has the lock");
        co_await sleep(0s);
        print(name, "releases");
    });
}

Coro<> async_main() {
    const Lock lock;
    co_await gather(worker("a", lock), worker("b", lock), worker("c", lock), worker("d", lock));
    print("locked:", lock.locked());
}

CONFORMS(210_sync_lock_fifo) { run(async_main(), options); }

}  // namespace case_210

namespace case_215 {

Coro<> waiter(std::string name, Event ev) {
    print(name, "waits");
    const bool woke = co_await ev.wait();
    print(name, "woke", woke);
}

Coro<> async_main() {
    const Event ev;
    std::vector<Task<>> ws;
    for (const char* name : {"a", "b", "c"}) ws.push_back(create_task(waiter(name, ev)));
    co_await sleep(0s);
    print("is_set:", ev.is_set());
    ev.set();
    print("set, is_set:", ev.is_set());
    co_await ev.wait();
    print("main did not block");
    co_await wait(ws);
    ev.clear();
    auto late = create_task(waiter("late", ev));
    co_await sleep(10ms);
    print("late done:", late.done());
    ev.set();
    co_await late;
}

CONFORMS(215_sync_event) { run(async_main(), options); }

}  // namespace case_215

namespace case_218 {

Coro<> waiter(std::string name, Condition cond) {
    co_await async_with(cond, [&]() -> Coro<> {
        print(name, "waits");
        co_await cond.wait();
        print(name, "notified, locked:", cond.locked());
        co_await sleep(0s);
        print(name, "leaves");
    });
}

Coro<> async_main() {
    const Condition cond;
    std::vector<Task<>> ws;
    for (const char* name : {"a", "b", "c", "d", "e"})
        ws.push_back(create_task(waiter(name, cond)));
    co_await sleep(10ms);
    co_await async_with(cond, [&]() -> Coro<> {
        cond.notify(2);
        print("notified two, main still holds the lock");
        co_await sleep(0s);
        print("main releases");
    });
    co_await sleep(30ms);
    co_await async_with(cond, [&]() -> Coro<> {
        cond.notify_all();
        print("notified the rest");
        co_return;
    });
    co_await wait(ws);
}

CONFORMS(218_sync_condition_notify_n) { run(async_main(), options); }

}  // namespace case_218

namespace case_222 {

Coro<> worker(std::string name, Semaphore sem, int n) {
    co_await async_with(sem, [&]() -> Coro<> {
        print(name, "enters");
        for (int i = 0; i < n; ++i) co_await sleep(0s);
        print(name, "leaves");
    });
}

Coro<> async_main() {
    const Semaphore sem(2);
    co_await gather(worker("a", sem, 3), worker("b", sem, 1), worker("c", sem, 1),
                    worker("d", sem, 3), worker("e", sem, 1));
    print("locked:", sem.locked());
}

CONFORMS(222_sync_semaphore_fifo) { run(async_main(), options); }

}  // namespace case_222

namespace case_224 {

Coro<> worker(std::string name, Semaphore sem) {
    try {
        co_await sem.acquire();
    } catch (const CancelledError&) {
        print(name, "cancelled");
        throw;
    }
    print(name, "acquired");
}

Coro<> async_main() {
    const Semaphore sem(0);
    std::vector<Task<>> ts;
    for (const char* name : {"a", "b", "c", "d"}) ts.push_back(create_task(worker(name, sem)));
    co_await sleep(0s);
    ts[0].cancel();
    sem.release();
    ts[1].cancel();
    print("cancelled a, released, cancelled b");
    co_await sleep(20ms);
    print("d done:", ts[3].done());
    sem.release();
    co_await wait(ts);
    print("locked:", sem.locked());
}

CONFORMS(224_sync_semaphore_cancel_waiter) { run(async_main(), options); }

}  // namespace case_224

namespace case_225 {

Coro<> async_main() {
    const BoundedSemaphore bs(1);
    try {
        bs.release();
    } catch (const std::invalid_argument&) {
        print("bounded release ->", type_name(std::current_exception()));
    }
    co_await bs.acquire();
    print("bounded locked:", bs.locked());
    bs.release();
    print("bounded locked:", bs.locked());
    const Semaphore s(0);
    s.release();
    s.release();
    co_await s.acquire();
    co_await s.acquire();
    print("plain grew to two, locked:", s.locked());
    try {
        Semaphore(-1);
    } catch (const std::invalid_argument&) {
        print("negative ->", type_name(std::current_exception()));
    }
}

CONFORMS(225_sync_bounded_semaphore) { run(async_main(), options); }

}  // namespace case_225

namespace case_226 {

Coro<> party(std::string name, Barrier barrier) {
    for (const int rnd : {1, 2}) {
        const int i = co_await barrier.wait();
        print("round", rnd, name, "index", i);
    }
}

Coro<> async_main() {
    const Barrier barrier(3);
    std::vector<Task<>> ts;
    for (const char* name : {"a", "b"}) ts.push_back(create_task(party(name, barrier)));
    co_await sleep(10ms);
    print("waiting", barrier.n_waiting(), "of", barrier.parties());
    ts.push_back(create_task(party("c", barrier)));
    co_await wait(ts);
    print("waiting", barrier.n_waiting());
}

CONFORMS(226_sync_barrier) { run(async_main(), options); }

}  // namespace case_226

}  // namespace
