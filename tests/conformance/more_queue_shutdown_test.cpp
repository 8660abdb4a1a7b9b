#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;

using Tasks = std::vector<Task<>>;

namespace shutting_down {

Coro<> getter(std::string name, Queue<std::string> q) {
    try {
        while (true) print(name, "got", co_await q.get());
    } catch (const QueueShutDown&) {
        print(name, type_name(std::current_exception()));
    }
}

Coro<> putter(std::string name, Queue<std::string> q) {
    try {
        co_await q.put(name);
        print(name, "put");
    } catch (const QueueShutDown&) {
        print(name, type_name(std::current_exception()));
    }
}

void put_nowait(const std::string& label, const Queue<std::string>& q) {
    try {
        q.put_nowait("2");
        print(label, "none");
    } catch (const std::exception&) {
        print(label, type_name(std::current_exception()));
    }
}

void get_nowait(const std::string& label, const Queue<std::string>& q) {
    try {
        print(label, q.get_nowait());
    } catch (const std::exception&) {
        print(label, type_name(std::current_exception()));
    }
}

Coro<> async_main() {
    print("-- getters wait");
    Queue<std::string> q;
    Tasks ts;
    for (const char* name : {"a", "b"}) ts.push_back(create_task(getter(name, q)));
    co_await sleep(0s);
    q.put_nowait("1");
    q.shutdown();
    put_nowait("put_nowait", q);
    co_await wait(ts);
    print("size", q.qsize());
    get_nowait("get_nowait", q);
    print("-- putters wait");
    q = Queue<std::string>(1);
    q.put_nowait("1");
    ts.clear();
    for (const char* name : {"a", "b"}) ts.push_back(create_task(putter(name, q)));
    co_await sleep(0s);
    put_nowait("full put_nowait", q);
    q.shutdown();
    put_nowait("full put_nowait", q);
    co_await wait(ts);
    print("size", q.qsize());
    get_nowait("get_nowait", q);
    get_nowait("get_nowait", q);
    co_await putter("late", q);
    co_await getter("late", q);
    print("-- a putter was woken");
    q = Queue<std::string>(1);
    q.put_nowait("1");
    ts.clear();
    for (const char* name : {"a", "b"}) ts.push_back(create_task(putter(name, q)));
    co_await sleep(0s);
    get_nowait("get_nowait", q);
    q.shutdown();
    co_await wait(ts);
    print("size", q.qsize());
    print("-- twice");
    q = Queue<std::string>();
    q.put_nowait("1");
    q.shutdown();
    q.shutdown();
    co_await getter("only", q);
    q.shutdown({.immediate = true});
    co_await getter("only", q);
}

CONFORMS(queue_shutdown) { run(async_main(), options); }

}  // namespace shutting_down

namespace shutting_down_at_once {

using Names = Queue<std::string>;

Coro<> joiner(std::string name, Names q) {
    co_await q.join();
    print(name, "joined");
}

Coro<> getter(std::string name, Names q) {
    try {
        print(name, "got", co_await q.get());
    } catch (const QueueShutDown&) {
        print(name, type_name(std::current_exception()));
    }
}

Coro<> putter(std::string name, Names q) {
    try {
        co_await q.put(name);
        print(name, "put");
    } catch (const QueueShutDown&) {
        print(name, type_name(std::current_exception()));
    }
}

Names filled(std::ptrdiff_t maxsize) {
    const Names q(maxsize);
    for (const char* item : {"0", "1", "2"}) q.put_nowait(item);
    return q;
}

Coro<> async_main() {
    print("-- all still in the queue");
    Names q = filled(3);
    Tasks ts;
    ts.push_back(create_task(joiner("j", q)));
    ts.push_back(create_task(putter("p", q)));
    co_await sleep(0s);
    q.shutdown({.immediate = true});
    print("size", q.qsize(), "full:", q.full(), "empty:", q.empty());
    co_await wait(ts);
    co_await getter("late", q);
    try {
        q.task_done();
    } catch (const std::invalid_argument&) {
        print(type_name(std::current_exception()));
    }
    print("-- one is worked on");
    q = filled(0);
    print("got", co_await q.get());
    auto t = create_task(joiner("j", q));
    co_await sleep(0s);
    q.shutdown({.immediate = true});
    co_await sleep(0s);
    co_await sleep(0s);
    print("joined:", t.done());
    q.task_done();
    co_await t;
    print("-- a getter was woken");
    q = Names();
    ts.clear();
    for (const char* name : {"a", "b"}) ts.push_back(create_task(getter(name, q)));
    co_await sleep(0s);
    q.put_nowait("1");
    q.shutdown({.immediate = true});
    co_await wait(ts);
    print("-- first gently, then at once");
    q = Names();
    q.put_nowait("1");
    q.shutdown();
    t = create_task(joiner("j", q));
    co_await sleep(0s);
    print("joined:", t.done(), "size", q.qsize());
    q.shutdown({.immediate = true});
    co_await t;
    print("-- cancelled and shut down");
    q = Names();
    ts.clear();
    for (const char* name : {"a", "b"}) ts.push_back(create_task(getter(name, q)));
    co_await sleep(0s);
    ts[0].cancel();
    q.shutdown();
    ts[1].cancel();
    co_await wait(ts);
    print("cancelled:", ts[0].cancelled(), ts[1].cancelled());
}

CONFORMS(queue_shutdown_immediate) { run(async_main(), options); }

}  // namespace shutting_down_at_once

}  // namespace
