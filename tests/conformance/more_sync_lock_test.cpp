#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

using Tasks = std::vector<Task<>>;

Coro<> ticker(int turns) {
    for (int turn = 0; turn < turns; ++turn) {
        print("turn", turn);
        co_await sleep(0s);
    }
}

namespace newcomers {

Coro<> worker(std::string name, Lock lock) {
    co_await lock.acquire();
    print(name, "has the lock");
    co_await sleep(0s);
    lock.release();
    print(name, "released, locked:", lock.locked());
}

Coro<> async_main() {
    const Lock lock;
    print("acquired:", co_await lock.acquire());
    auto ticks = create_task(ticker(9));
    auto a = create_task(worker("a", lock));
    auto c = create_task(worker("c", lock));
    co_await sleep(0s);
    lock.release();
    print("released, locked:", lock.locked());
    // it is free, but others were here before
    co_await lock.acquire();
    print("main has the lock");
    lock.release();
    co_await gather(a, c, ticks);
    // nobody waits: no turn passes
    auto soon = create_task(ticker(1));
    for (int i = 0; i < 3; ++i) {
        co_await lock.acquire();
        lock.release();
    }
    print("three times without a turn");
    co_await soon;
}

CONFORMS(sync_lock_newcomers) { run(async_main(), options); }

}  // namespace newcomers

namespace cancelled {

Coro<> worker(std::string name, Lock lock) {
    try {
        co_await lock.acquire();
    } catch (const CancelledError&) {
        print(name, "cancelled, locked:", lock.locked());
        throw;
    }
    print(name, "has the lock");
    co_await sleep(0s);
    print(name, "releases");
    lock.release();
}

using Places = std::vector<std::size_t>;

Coro<> attempt(std::string label, Places before, Places after) {
    print(label);
    const Lock lock;
    co_await lock.acquire();
    Tasks ts;
    for (const char* name : {"a", "b", "c"}) ts.push_back(create_task(worker(name, lock)));
    auto ticks = create_task(ticker(7));
    co_await sleep(0s);
    for (const std::size_t i : before) ts[i].cancel();
    lock.release();
    for (const std::size_t i : after) ts[i].cancel();
    auto late = create_task(worker("late", lock));
    ts.push_back(ticks);
    ts.push_back(late);
    co_await wait(ts);
    print("locked:", lock.locked());
}

struct Attempt {
    const char* label;
    Places before;
    Places after;
};

Coro<> async_main() {
    const std::vector<Attempt> attempts = {{"nobody", {}, {}},
                                           {"the first before the release", {0}, {}},
                                           {"the first after the release", {}, {0}},
                                           {"the first two before", {0, 1}, {}},
                                           {"the first two after", {}, {0, 1}},
                                           {"the second before, the first after", {1}, {0}},
                                           {"the first before, the second after", {0}, {1}},
                                           {"all before", {0, 1, 2}, {}},
                                           {"all after", {}, {0, 1, 2}}};
    for (const auto& [label, before, after] : attempts) co_await attempt(label, before, after);
}

CONFORMS(sync_lock_cancel) { run(async_main(), options); }

}  // namespace cancelled

namespace jumps_cancelled {

Coro<> waiter(std::string name, Lock lock) {
    try {
        co_await lock.acquire();
        print(name, "has the lock");
    } catch (const CancelledError&) {
        print(name, "cancelled, locked:", lock.locked());
    }
}

Coro<> async_main() {
    const Lock lock;
    co_await lock.acquire();
    Tasks ts;
    for (const char* name : {"a", "b"}) ts.push_back(create_task(waiter(name, lock)));
    co_await sleep(0s);
    ts[0].cancel();
    ts[1].cancel();
    lock.release();
    // all who wait are cancelled, though they do not know yet
    co_await lock.acquire();
    print("main has the lock, before they know");
    co_await wait(ts);
    lock.release();
    // a cancelled one in front, another behind it
    co_await lock.acquire();
    ts.clear();
    for (const char* name : {"c", "d"}) ts.push_back(create_task(waiter(name, lock)));
    co_await sleep(0s);
    ts[0].cancel();
    lock.release();
    print("free, locked:", lock.locked());
    auto main_waits = create_task(waiter("e", lock));
    co_await sleep(0s);
    co_await sleep(0s);
    print("d done:", ts[1].done(), "e done:", main_waits.done());
    lock.release();
    co_await main_waits;
    lock.release();
    print("locked:", lock.locked());
}

CONFORMS(sync_lock_jumps_cancelled) { run(async_main(), options); }

}  // namespace jumps_cancelled

namespace misuse {

Coro<> released_inside(Lock lock) {
    co_await async_with(lock, [&]() -> Coro<> {
        lock.release();
        co_return;
    });
}

Coro<> fails(Lock lock) {
    co_await async_with(lock, [&]() -> Coro<> {
        print("inside, locked:", lock.locked());
        throw ValueError("in the block");
        co_return;
    });
}

Coro<> fails_released(Lock lock) {
    co_await async_with(lock, [&]() -> Coro<> {
        lock.release();
        throw ValueError("hidden");
        co_return;
    });
}

Coro<> sleeps(Lock lock) {
    co_await async_with(lock, []() -> Coro<> { co_await sleep(5s); });
}

Coro<> async_main() {
    const Lock lock;
    try {
        lock.release();
    } catch (const RuntimeError&) {
        print(type_name(std::current_exception()));
    }
    try {
        co_await released_inside(lock);
    } catch (const RuntimeError&) {
        print(type_name(std::current_exception()), "locked:", lock.locked());
    }
    try {
        co_await fails(lock);
    } catch (const ValueError& e) {
        print(type_name(std::current_exception()), e.what(), "locked:", lock.locked());
    }
    try {
        co_await fails_released(lock);
    } catch (const RuntimeError&) {
        print(type_name(std::current_exception()), "locked:", lock.locked());
    }
    auto t = create_task(sleeps(lock));
    co_await sleep(0s);
    print("asleep, locked:", lock.locked());
    t.cancel();
    co_await wait(t);
    print("cancelled:", t.cancelled(), "locked:", lock.locked());
    // who has it waits for itself
    co_await lock.acquire();
    try {
        co_await wait_for(lock.acquire(), 10ms);
    } catch (const rondo::TimeoutError&) {
        print(type_name(std::current_exception()), "locked:", lock.locked());
    }
    // anybody may release it
    get_running_loop().call_soon([lock] { lock.release(); });
    co_await wait_for(lock.acquire(), 10ms);
    print("locked:", lock.locked());
}

CONFORMS(sync_lock_misuse) { run(async_main(), options); }

}  // namespace misuse

namespace limited {

Coro<> waits(std::string name, Lock lock, Duration limit) {
    try {
        co_await wait_for(lock.acquire(), limit);
        print(name, "has the lock");
    } catch (const rondo::TimeoutError&) {
        print(name, "gave up");
    }
}

Coro<> async_main() {
    const Lock lock;
    co_await lock.acquire();
    Tasks ts;
    ts.push_back(create_task(waits("a", lock, 10ms)));
    ts.push_back(create_task(waits("b", lock, 50ms)));
    ts.push_back(create_task(waits("c", lock, 20ms)));
    co_await sleep(30ms);
    lock.release();
    co_await wait(ts);
    print("locked:", lock.locked());
    lock.release();
    // a free one, and no time at all
    co_await waits("d", lock, 10ms);
    lock.release();
    co_await waits("e", lock, 0ms);
    print("locked:", lock.locked());
    co_await async_with(timeout(10ms), [&]() -> Coro<> {
        co_await async_with(lock, []() -> Coro<> {
            print("inside");
            co_return;
        });
    });
    print("locked:", lock.locked());
    try {
        co_await async_with(timeout(10ms), [&]() -> Coro<> {
            co_await async_with(lock, []() -> Coro<> { co_await sleep(5s); });
        });
    } catch (const rondo::TimeoutError&) {
        print("timed out, locked:", lock.locked());
    }
}

CONFORMS(sync_lock_wait_for) { run(async_main(), options); }

}  // namespace limited

}  // namespace
