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

/// Which of the tasks are done.
std::string dones(const Tasks& tasks) {
    std::string text;
    for (const Task<>& task : tasks) text += task.done() ? " true" : " false";
    return text.substr(1);
}

namespace condition_cancel {

Coro<> waiter(std::string name, Condition cond) {
    co_await async_with(cond, [&]() -> Coro<> {
        try {
            print(name, "waits");
            print(name, "notified:", co_await cond.wait());
        } catch (const CancelledError& e) {
            print(name, "cancelled", e.message(), "locked:", cond.locked());
            throw;
        }
    });
}

Coro<Tasks> start(Condition cond) {
    Tasks ts;
    for (const char* name : {"a", "b", "c"}) ts.push_back(create_task(waiter(name, cond)));
    co_await sleep(0s);
    co_return ts;
}

Coro<> finish(Condition cond, Tasks ts) {
    co_await async_with(cond, [&]() -> Coro<> {
        cond.notify_all();
        co_return;
    });
    co_await wait(ts);
    print("locked:", cond.locked());
}

Coro<> async_main() {
    const Condition cond;
    print("-- cancelled while it waits");
    Tasks ts = co_await start(cond);
    ts[0].cancel("one");
    co_await sleep(0s);
    co_await sleep(0s);
    print("done:", dones(ts));
    co_await finish(cond, ts);
    print("-- cancelled while somebody has the lock");
    ts = co_await start(cond);
    co_await async_with(cond, [&]() -> Coro<> {
        ts[0].cancel("one");
        co_await sleep(0s);
        co_await sleep(0s);
        print("a done:", ts[0].done());
        ts[0].cancel("two");
        co_await sleep(0s);
        ts[0].cancel("three");
        co_await sleep(0s);
        print("a done:", ts[0].done(), "asked", ts[0].cancelling());
    });
    co_await finish(cond, ts);
    print("-- notified, then cancelled");
    ts = co_await start(cond);
    co_await async_with(cond, [&]() -> Coro<> {
        cond.notify(1);
        ts[0].cancel("late");
        co_return;
    });
    for (int i = 0; i < 3; ++i) co_await sleep(0s);
    print("b done:", ts[1].done(), "c done:", ts[2].done());
    co_await finish(cond, ts);
    print("-- notified, then cancelled while it waits for the lock");
    ts = co_await start(cond);
    co_await async_with(cond, [&]() -> Coro<> {
        cond.notify(1);
        co_await sleep(0s);
        ts[0].cancel("later");
        co_await sleep(0s);
    });
    for (int i = 0; i < 3; ++i) co_await sleep(0s);
    print("b done:", ts[1].done(), "c done:", ts[2].done());
    co_await finish(cond, ts);
}

CONFORMS(sync_condition_cancel) { run(async_main(), options); }

}  // namespace condition_cancel

namespace condition_wait_for {

Coro<> consumer(std::string name, Condition cond, std::vector<int>& items, std::size_t want) {
    co_await async_with(cond, [&]() -> Coro<> {
        const auto got =
            co_await cond.wait_for([&] { return items.size() >= want ? items.size() : 0; });
        print(name, "sees", got);
        co_await sleep(0s);
        items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(want));
        print(name, "leaves", items.size());
    });
}

bool fails() { throw ValueError("predicate"); }

Coro<> async_main() {
    const Condition cond;
    std::vector<int> items;
    Tasks ts;
    ts.push_back(create_task(consumer("a", cond, items, 3)));
    ts.push_back(create_task(consumer("b", cond, items, 1)));
    ts.push_back(create_task(consumer("c", cond, items, 2)));
    co_await sleep(0s);
    for (int i = 0; i < 6; ++i) {
        co_await async_with(cond, [&]() -> Coro<> {
            items.push_back(i);
            print("put", i);
            cond.notify();
            co_return;
        });
        co_await sleep(0s);
    }
    co_await async_with(cond, [&]() -> Coro<> {
        cond.notify_all();
        co_return;
    });
    co_await wait_for(wait(ts), 5s);
    // true at once: no wait
    co_await async_with(
        cond, [&]() -> Coro<> { print("at once", co_await cond.wait_for([] { return 7; })); });
    // the predicate fails
    try {
        co_await async_with(cond, [&]() -> Coro<> { co_await cond.wait_for(fails); });
    } catch (const ValueError& e) {
        print(type_name(std::current_exception()), e.what(), "locked:", cond.locked());
    }
    // in vain
    try {
        co_await async_with(cond, [&]() -> Coro<> { co_await wait_for(cond.wait(), 10ms); });
    } catch (const rondo::TimeoutError&) {
        print(type_name(std::current_exception()), "locked:", cond.locked());
    }
}

CONFORMS(sync_condition_wait_for) { run(async_main(), options); }

}  // namespace condition_wait_for

namespace condition_misuse {

Coro<> waiter(std::string name, Condition cond) {
    co_await async_with(cond, [&]() -> Coro<> {
        co_await cond.wait();
        print(name, "goes on");
    });
}

/// Prints what kind of error an attempt ends with.
template <class F>
Coro<> attempt(std::string label, F action) {
    try {
        co_await action();
    } catch (const RuntimeError&) {
        print(label, type_name(std::current_exception()));
    }
}

Coro<> async_main() {
    const Condition cond;
    co_await attempt("wait", [&]() -> Coro<> { co_await cond.wait(); });
    co_await attempt("notify", [&]() -> Coro<> {
        cond.notify();
        co_return;
    });
    co_await attempt("notify_all", [&]() -> Coro<> {
        cond.notify_all();
        co_return;
    });
    co_await attempt("wait_for", [&]() -> Coro<> { co_await cond.wait_for([] { return false; }); });
    print("true at once", co_await cond.wait_for([] { return true; }));
    co_await attempt("release", [&]() -> Coro<> {
        cond.release();
        co_return;
    });
    // two conditions, one lock
    const Lock lock;
    const Condition full(lock);
    const Condition empty(lock);
    Tasks ts;
    ts.push_back(create_task(waiter("f1", full)));
    ts.push_back(create_task(waiter("e1", empty)));
    ts.push_back(create_task(waiter("f2", full)));
    co_await sleep(0s);
    co_await async_with(lock, [&]() -> Coro<> {
        print("locked:", full.locked(), empty.locked());
        full.notify(5);
        full.notify(0);
        empty.notify(-1);
        co_return;
    });
    co_await sleep(10ms);
    print("e1 done:", ts[1].done());
    co_await async_with(full, [&]() -> Coro<> {
        empty.notify_all();
        co_return;
    });
    co_await wait(ts);
    // no one is there
    co_await async_with(full, [&]() -> Coro<> {
        full.notify();
        full.notify_all();
        co_return;
    });
    auto t = create_task(waiter("late", full));
    co_await sleep(10ms);
    print("late done:", t.done());
    t.cancel();
    co_await wait(t);
    print("locked:", lock.locked());
}

CONFORMS(sync_condition_misuse) { run(async_main(), options); }

}  // namespace condition_misuse

namespace condition_turns {

Coro<> waiter(std::string name, Condition cond) {
    co_await async_with(cond, [&]() -> Coro<> {
        co_await cond.wait();
        print(name, "has the lock back");
    });
    print(name, "left");
}

Coro<> newcomer(Condition cond) {
    co_await async_with(cond, []() -> Coro<> {
        print("newcomer has the lock");
        co_return;
    });
}

Coro<> async_main() {
    const Condition cond;
    Tasks ts;
    for (const char* name : {"a", "b", "c", "d"}) ts.push_back(create_task(waiter(name, cond)));
    co_await sleep(0s);
    co_await async_with(cond, [&]() -> Coro<> {
        cond.notify(1);
        cond.notify(2);
        ts.push_back(create_task(newcomer(cond)));
        ts.push_back(create_task(ticker(9)));
        co_return;
    });
    co_await sleep(0s);
    co_await async_with(cond, [&]() -> Coro<> {
        print("main has the lock");
        cond.notify_all();
        co_return;
    });
    co_await wait(ts);
}

CONFORMS(sync_condition_turns) { run(async_main(), options); }

}  // namespace condition_turns

}  // namespace
