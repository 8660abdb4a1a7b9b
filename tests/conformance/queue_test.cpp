#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;

namespace case_242 {

Coro<> putter(std::string name, Queue<std::string> q) {
    co_await q.put(name);
    print("put", name, "done");
}

Coro<> async_main() {
    const Queue<std::string> q(1);
    std::vector<Task<>> ts;
    for (const char* name : {"a", "b", "c"}) ts.push_back(create_task(putter(name, q)));
    co_await sleep(10ms);
    print("size", q.qsize(), "full:", q.full());
    for (int i = 0; i < 3; ++i) {
        print("got", co_await q.get());
        co_await sleep(10ms);
    }
    co_await wait(ts);
}

CONFORMS(242_queue_put_blocks_when_full) { run(async_main(), options); }

}  // namespace case_242

namespace case_243 {

Coro<> async_main() {
    const Queue<std::string> q(2);
    try {
        q.get_nowait();
    } catch (const QueueEmpty&) {
        print(type_name(std::current_exception()));
    }
    q.put_nowait("a");
    q.put_nowait("b");
    try {
        q.put_nowait("c");
    } catch (const QueueFull&) {
        print(type_name(std::current_exception()));
    }
    const std::string first = q.get_nowait();
    print(first, q.get_nowait(), "maxsize", q.maxsize());
    const Queue<int> u(0);
    for (int i = 0; i < 100; ++i) u.put_nowait(i);
    print("size", u.qsize(), "full:", u.full());
    co_return;
}

CONFORMS(243_queue_nowait_errors) { run(async_main(), options); }

}  // namespace case_243

namespace case_244 {

Coro<> worker(Queue<std::string> q) {
    while (true) {
        const std::string x = co_await q.get();
        print("working on", x);
        if (x == "b") q.put_nowait("extra");
        co_await sleep(0s);
        q.task_done();
        print("finished", x);
    }
}

Coro<> other() {
    print("other runs");
    co_return;
}

Coro<> async_main() {
    const Queue<std::string> q;
    auto o = create_task(other());
    co_await q.join();
    print("join of an unused queue");
    co_await o;
    for (const char* x : {"a", "b", "c"}) q.put_nowait(x);
    auto w = create_task(worker(q));
    co_await q.join();
    print("joined");
    w.cancel();
    try {
        q.task_done();
    } catch (const std::invalid_argument&) {
        print("one task_done too many ->", type_name(std::current_exception()));
    }
}

CONFORMS(244_queue_join) { run(async_main(), options); }

}  // namespace case_244

namespace case_246 {

Coro<> getter(std::string name, Queue<int> q) { print(name, "got", co_await q.get()); }

std::string five_of(const Queue<int>& q) {
    std::string text;
    for (int i = 0; i < 5; ++i) text += (i == 0 ? "" : " ") + std::to_string(q.get_nowait());
    return text;
}

Coro<> async_main() {
    const PriorityQueue<int> p;
    for (const int x : {5, 1, 4, 2, 3}) p.put_nowait(x);
    print("priority", five_of(p));
    const LifoQueue<int> s;
    for (const int x : {5, 1, 4, 2, 3}) s.put_nowait(x);
    print("lifo", five_of(s));
    std::vector<Task<>> ts;
    for (const char* i : {"1", "2"})
        ts.push_back(create_task(getter(std::string("priority getter ") + i, p)));
    for (const char* i : {"1", "2"})
        ts.push_back(create_task(getter(std::string("lifo getter ") + i, s)));
    co_await sleep(0s);
    p.put_nowait(20);
    p.put_nowait(10);
    s.put_nowait(20);
    s.put_nowait(10);
    co_await wait(ts);
}

CONFORMS(246_queue_priority_and_lifo) { run(async_main(), options); }

}  // namespace case_246

namespace case_250 {

Coro<> putter(std::string name, Queue<std::string> q) {
    try {
        co_await q.put(name);
        print("put", name);
    } catch (const CancelledError&) {
        print(name, "cancelled");
        throw;
    }
}

Coro<> async_main() {
    const Queue<std::string> q(1);
    q.put_nowait("first");
    std::vector<Task<>> ts;
    for (const char* name : {"a", "b", "c"}) ts.push_back(create_task(putter(name, q)));
    co_await sleep(0s);
    ts[0].cancel();
    co_await sleep(0s);
    print("got", q.get_nowait());
    ts[1].cancel();
    co_await wait(ts);
    const std::string got = q.get_nowait();
    print("got", got, "size", q.qsize());
}

CONFORMS(250_queue_cancel_putter) { run(async_main(), options); }

}  // namespace case_250

}  // namespace
