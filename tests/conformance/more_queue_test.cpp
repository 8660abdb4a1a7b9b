#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;

using Tasks = std::vector<Task<>>;

/// Which of the tasks are done.
std::string dones(const Tasks& tasks) {
    std::string text;
    for (const Task<>& task : tasks) text += task.done() ? " true" : " false";
    return text.substr(1);
}

namespace turns {

Coro<> ticker(int turns) {
    for (int turn = 0; turn < turns; ++turn) {
        print("turn", turn);
        co_await sleep(0s);
    }
}

using Items = Queue<std::string>;

Coro<> getter(std::string name, Items q) { print(name, "got", co_await q.get()); }

Coro<> putter(std::string name, Items q, std::string item) {
    co_await q.put(item);
    print(name, "put", item, "size", q.qsize());
}

Coro<> async_main() {
    const Items q(2);
    auto ticks = create_task(ticker(8));
    // nothing to wait for: no turn passes
    co_await q.put("1");
    co_await q.put("2");
    const std::string first = co_await q.get();
    print("got", first, co_await q.get());
    Tasks ts;
    for (const char* name : {"g1", "g2", "g3"}) ts.push_back(create_task(getter(name, q)));
    co_await sleep(0s);
    print("put without waiting");
    q.put_nowait("a");
    q.put_nowait("b");
    co_await sleep(0s);
    print("size", q.qsize());
    for (const char* i : {"0", "1", "2", "3", "4"})
        ts.push_back(create_task(putter(std::string("p") + i, q, i)));
    co_await sleep(0s);
    print("size", q.qsize());
    co_await sleep(0s);
    std::string got = q.get_nowait();
    print("got", got, "size", q.qsize());
    got = co_await q.get();
    print("got", got, "size", q.qsize());
    co_await sleep(0s);
    print("size", q.qsize());
    while (!q.empty()) {
        print("got", q.get_nowait());
        co_await sleep(0s);
    }
    ts.push_back(ticks);
    co_await wait(ts);
}

CONFORMS(queue_turns) { run(async_main(), options); }

}  // namespace turns

namespace item_taken {

Coro<> getter(std::string name, Queue<int> q) { print(name, "got", co_await q.get()); }

Coro<> putter(std::string name, Queue<std::string> q) {
    co_await q.put(name);
    print(name, "put");
}

Coro<> async_main() {
    const Queue<int> q(1);
    Tasks ts;
    for (const char* name : {"a", "b", "c"}) ts.push_back(create_task(getter(name, q)));
    co_await sleep(0s);
    // woken, but somebody was faster: to the end of the line
    q.put_nowait(1);
    print("main got", q.get_nowait());
    co_await sleep(0s);
    for (const int item : {2, 3, 4}) {
        co_await q.put(item);
        co_await sleep(0s);
    }
    co_await wait(ts);
    // the same for those who put
    const Queue<std::string> names(1);
    names.put_nowait("first");
    ts.clear();
    for (const char* name : {"x", "y", "z"}) ts.push_back(create_task(putter(name, names)));
    co_await sleep(0s);
    print("main got", names.get_nowait());
    names.put_nowait("faster");
    co_await sleep(0s);
    for (int i = 0; i < 4; ++i) {
        print("main got", names.get_nowait());
        co_await sleep(0s);
    }
    co_await wait(ts);
    print("size", names.qsize());
    // two items at once, and one is taken
    const Queue<int> big;
    ts.clear();
    for (const char* name : {"d", "e", "f"}) ts.push_back(create_task(getter(name, big)));
    co_await sleep(0s);
    big.put_nowait(1);
    big.put_nowait(2);
    print("main got", big.get_nowait());
    co_await sleep(0s);
    big.put_nowait(3);
    big.put_nowait(4);
    co_await wait(ts);
    print("size", big.qsize());
}

CONFORMS(queue_item_taken) { run(async_main(), options); }

}  // namespace item_taken

using Places = std::vector<std::size_t>;

namespace cancel_getter {

Coro<> getter(std::string name, Queue<std::string> q) {
    try {
        print(name, "got", co_await q.get());
    } catch (const CancelledError&) {
        print(name, "cancelled, size", q.qsize());
        throw;
    }
}

struct Attempt {
    std::string label;
    Places before;
    int items;
    Places after;
    int take = 0;
};

bool all_done(const Tasks& tasks) {
    for (const Task<>& task : tasks)
        if (!task.done()) return false;
    return true;
}

Coro<> attempt(const Attempt& its) {
    print("--", its.label);
    const Queue<std::string> q;
    Tasks ts;
    for (const char* name : {"a", "b", "c"}) ts.push_back(create_task(getter(name, q)));
    co_await sleep(0s);
    for (const std::size_t i : its.before) ts[i].cancel();
    for (int i = 0; i < its.items; ++i) q.put_nowait(std::to_string(i));
    for (int i = 0; i < its.take; ++i) print("main got", q.get_nowait());
    for (const std::size_t i : its.after) ts[i].cancel();
    for (int turn = 0; turn < 4; ++turn) {
        print("turn", turn, "size", q.qsize());
        co_await sleep(0s);
    }
    print("done:", dones(ts));
    while (!all_done(ts)) {
        q.put_nowait("more");
        co_await sleep(0s);
    }
    while (!q.empty()) print("left", q.get_nowait());
}

Coro<> async_main() {
    const std::vector<Attempt> attempts = {{"nobody", {}, 1, {}},
                                           {"a blocked", {0}, 1, {}},
                                           {"a woken", {}, 1, {0}},
                                           {"a and b woken", {}, 2, {0, 1}},
                                           {"a blocked, b woken", {0}, 1, {1}},
                                           {"all woken", {}, 3, {0, 1, 2}},
                                           {"a woken, its item taken", {}, 1, {0}, 1},
                                           {"a woken, one of two items taken", {}, 2, {0}, 1},
                                           {"nobody, the item taken", {}, 1, {}, 1}};
    for (const Attempt& each : attempts) co_await attempt(each);
}

CONFORMS(queue_cancel_getter) { run(async_main(), options); }

}  // namespace cancel_getter

namespace cancel_putters {

Coro<> putter(std::string name, Queue<std::string> q) {
    try {
        co_await q.put(name);
        print(name, "put");
    } catch (const CancelledError&) {
        print(name, "cancelled, size", q.qsize());
        throw;
    }
}

struct Attempt {
    std::string label;
    Places before;
    int takes;
    Places after;
    int refill = 0;
};

Coro<> attempt(const Attempt& its) {
    print("--", its.label);
    const Queue<std::string> q(2);
    q.put_nowait("one");
    q.put_nowait("two");
    Tasks ts;
    for (const char* name : {"a", "b", "c"}) ts.push_back(create_task(putter(name, q)));
    co_await sleep(0s);
    for (const std::size_t i : its.before) ts[i].cancel();
    for (int i = 0; i < its.takes; ++i) print("main got", q.get_nowait());
    for (int i = 0; i < its.refill; ++i) q.put_nowait("refill");
    for (const std::size_t i : its.after) ts[i].cancel();
    for (int turn = 0; turn < 4; ++turn) {
        print("turn", turn, "size", q.qsize());
        co_await sleep(0s);
    }
    print("done:", dones(ts));
    while (!q.empty()) {
        print("left", q.get_nowait());
        co_await sleep(0s);
    }
    co_await wait(ts);
}

Coro<> async_main() {
    const std::vector<Attempt> attempts = {{"nobody", {}, 1, {}},
                                           {"a blocked", {0}, 1, {}},
                                           {"a woken", {}, 1, {0}},
                                           {"a and b woken", {}, 2, {0, 1}},
                                           {"a blocked, b woken", {0}, 1, {1}},
                                           {"a woken, its place taken", {}, 1, {0}, 1},
                                           {"a woken, one of two places taken", {}, 2, {0}, 1},
                                           {"all blocked", {0, 1, 2}, 0, {}}};
    for (const Attempt& each : attempts) co_await attempt(each);
}

CONFORMS(queue_cancel_putters) { run(async_main(), options); }

}  // namespace cancel_putters

}  // namespace
