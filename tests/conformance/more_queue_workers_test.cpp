#include "tests/conformance/conformance.hpp"

#include <set>
#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

using Tasks = std::vector<Task<>>;

namespace joining {

Coro<> joiner(std::string name, Queue<int> q) {
    try {
        co_await q.join();
        print(name, "joined");
    } catch (const CancelledError&) {
        print(name, "cancelled");
        throw;
    }
}

void one_too_many(const Queue<int>& q) {
    try {
        q.task_done();
    } catch (const std::invalid_argument&) {
        print(type_name(std::current_exception()));
    }
}

Coro<> async_main() {
    const Queue<int> q;
    one_too_many(q);
    q.put_nowait(1);
    q.put_nowait(2);
    Tasks ts;
    for (const char* name : {"a", "b", "c"}) ts.push_back(create_task(joiner(name, q)));
    co_await sleep(0s);
    ts[1].cancel();
    // done before they were taken out
    q.task_done();
    q.task_done();
    print("size", q.qsize());
    one_too_many(q);
    // another one comes before those who wait have gone on
    q.put_nowait(3);
    auto late = create_task(joiner("late", q));
    co_await wait(ts);
    print("late done:", late.done());
    const int first = q.get_nowait();
    const int second = q.get_nowait();
    print("got", first, second, q.get_nowait());
    co_await sleep(0s);
    print("late done:", late.done());
    q.task_done();
    co_await late;
    co_await q.join();
    try {
        q.put_nowait(4);
        co_await wait_for(q.join(), 10ms);
    } catch (const rondo::TimeoutError&) {
        print(type_name(std::current_exception()));
    }
}

CONFORMS(queue_join_many) { run(async_main(), options); }

}  // namespace joining

namespace limited {

Coro<> waits(std::string name, Queue<std::string> q, Duration limit) {
    try {
        print(name, "got", co_await wait_for(q.get(), limit));
    } catch (const rondo::TimeoutError&) {
        print(name, "gave up, size", q.qsize());
    }
}

Coro<> puts(std::string name, Queue<std::string> q, Duration limit) {
    try {
        co_await wait_for(q.put(name), limit);
        print(name, "put");
    } catch (const rondo::TimeoutError&) {
        print(name, "gave up, size", q.qsize());
    }
}

Coro<> async_main() {
    const Queue<std::string> q(1);
    Tasks ts;
    ts.push_back(create_task(waits("a", q, 10ms)));
    ts.push_back(create_task(waits("b", q, 1s)));
    ts.push_back(create_task(waits("c", q, 30ms)));
    co_await sleep(50ms);
    co_await q.put("item");
    co_await wait(ts);
    co_await q.put("full");
    ts.clear();
    ts.push_back(create_task(puts("d", q, 10ms)));
    ts.push_back(create_task(puts("e", q, 1s)));
    ts.push_back(create_task(puts("f", q, 30ms)));
    co_await sleep(50ms);
    print("got", co_await q.get());
    co_await wait(ts);
    const std::string last = co_await q.get();
    print("got", last, "empty:", q.empty());
    // the item comes in the very step in which the time is up
    for (const bool cancel_first : {true, false}) {
        print(cancel_first ? "cancel, then put" : "put, then cancel");
        auto t = create_task(q.get());
        auto other = create_task(waits("other", q, 1s));
        co_await sleep(0s);
        if (cancel_first) t.cancel();
        q.put_nowait("precious");
        if (!cancel_first) t.cancel();
        co_await wait(t, other);
        print("cancelled:", t.cancelled(), "size", q.qsize());
    }
    // there at once, and no time at all
    q.put_nowait("there");
    co_await waits("g", q, 0ms);
    co_await waits("h", q, 10ms);
}

CONFORMS(queue_wait_for) { run(async_main(), options); }

}  // namespace limited

namespace workers {

Coro<> producer(std::string name, Queue<std::string> q, int count) {
    for (int i = 0; i < count; ++i) {
        co_await q.put(name + std::to_string(i));
        print("put", name, i);
    }
    print(name, "done");
}

Coro<> worker(std::string name, Queue<std::string> q) {
    while (true) {
        const std::string item = co_await q.get();
        struct Finally {
            ~Finally() { q.task_done(); }
            const Queue<std::string>& q;
        };
        const Finally finally{q};
        try {
            print(name, "works on", item);
            co_await sleep(0s);
            if (item == "p1") throw ValueError(item);
        } catch (const ValueError& e) {
            print(name, "failed on", e.what());
        }
    }
}

Coro<> async_main() {
    const Queue<std::string> q(2);
    Tasks ts;
    for (const char* name : {"w0", "w1", "w2"}) ts.push_back(create_task(worker(name, q)));
    co_await gather(producer("p", q, 4), producer("q", q, 3));
    co_await q.join();
    print("all done");
    for (const Task<>& w : ts) w.cancel();
    const auto ends = co_await gather(return_exceptions, ts);
    std::string text;
    for (const auto& end : ends) text += (text.empty() ? "" : " ") + type_name(end.exception());
    print(text);
}

CONFORMS(queue_workers) { run(async_main(), options); }

}  // namespace workers

namespace left_over {

using Ends = std::set<std::string>;

Coro<> worker(std::string name, Queue<std::string> q, Lock lock, Ends& ends) {
    try {
        while (true) {
            const std::string item = co_await q.get();
            co_await async_with(lock, [&]() -> Coro<> {
                print(name, "works on", item);
                co_await sleep(0s);
                if (item == "long") co_await sleep(5s);
            });
        }
    } catch (const CancelledError&) {
        ends.insert(name + " cancelled, size " + std::to_string(q.qsize()));
        throw;
    }
}

Coro<> putter(Queue<std::string> q, Ends& ends) {
    try {
        co_await q.put("never");
    } catch (const CancelledError&) {
        ends.insert("putter cancelled");
        throw;
    }
}

Coro<> waiter(Condition cond, Ends& ends) {
    co_await async_with(cond, [&]() -> Coro<> {
        try {
            co_await cond.wait();
        } catch (const CancelledError&) {
            ends.insert("waiter cancelled");
            throw;
        }
    });
}

Coro<> async_main(Ends& ends) {
    // nobody else holds these when main has ended
    const Queue<std::string> q(2);
    const Lock lock;
    const Queue<std::string> full(1);
    full.put_nowait("0");
    for (const char* name : {"a", "b", "c"}) create_task(worker(name, q, lock, ends));
    create_task(putter(full, ends));
    create_task(waiter(Condition(), ends));
    co_await sleep(0s);
    q.put_nowait("short");
    q.put_nowait("long");
    co_await sleep(10ms);
    q.put_nowait("late");
    print("main ends");
}

CONFORMS(queue_left_over) {
    Ends ends;
    run(async_main(ends), options);
    for (const std::string& end : ends) print(end);
}

}  // namespace left_over

}  // namespace
