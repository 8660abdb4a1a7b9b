#include "tests/conformance/conformance.hpp"
#include "tests/support/thread_event.hpp"

#include <cctype>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;
using support::ThreadEvent;

namespace executor_wait_for {

struct Events {
    ThreadEvent go_on[2];
    ThreadEvent ended[2];
};

void job(Events& events, int n) {
    events.go_on[n].wait();
    print("job ends", n);
    events.ended[n].set();
}

Coro<> async_main(Events& events) {
    EventLoop& loop = get_running_loop();
    auto future = loop.run_in_executor(nullptr, job, std::ref(events), 0);
    try {
        co_await wait_for(future, 20ms);
    } catch (const TimeoutError&) {
        print("timed out, cancelled:", future.cancelled());
    }
    auto task = create_task(to_thread(job, std::ref(events), 1));
    co_await sleep(10ms);
    task.cancel();
    try {
        co_await task;
    } catch (const CancelledError&) {
        print("let go");
    }
    events.go_on[0].set();
    events.ended[0].wait();
    print("main ends");
    loop.call_soon([&events] { events.go_on[1].set(); });
}

CONFORMS(threads_executor_wait_for) {
    Events events;
    run(async_main(events), options);
    print("end");
}

}  // namespace executor_wait_for

namespace executor_queue {

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    ThreadEvent go_on;
    std::vector<std::string> order;
    const auto job = [&](const std::string& label) {
        if (label == "first") go_on.wait();
        order.push_back(label);
        return label;
    };
    Executor executor(1);
    std::vector<Future<std::string>> futures;
    for (const char* n : {"first", "second", "third", "fourth"})
        futures.push_back(loop.run_in_executor(executor, job, n));
    co_await sleep(10ms);
    const bool cancelled = futures[1].cancel();
    print("cancel:", cancelled, futures[1].cancelled());
    print("again:", futures[1].cancel());
    co_await sleep(10ms);
    go_on.set();
    const auto results = co_await gather(return_exceptions, futures);
    for (const auto& r : results) print(r.has_value() ? r.value() : type_name(r.exception()));
    executor.shutdown();
    print(order[0], order[1], order[2]);
    try {
        loop.run_in_executor(executor, job, "late");
    } catch (const RuntimeError& error) {
        print("refused:", error.what());
    }
}

CONFORMS(threads_executor_queue) { run(async_main(), options); }

}  // namespace executor_queue

namespace executor_futures {

void state_of(const ThreadsafeFuture<int>& f) {
    print("done:", f.done(), "running:", f.running(), "cancelled:", f.cancelled());
}

CONFORMS_IN_REAL_TIME(threads_executor_futures) {
    ThreadEvent go_on;
    const auto job = [&go_on](int n) {
        go_on.wait();
        if (n == 3) throw ValueError("three");
        return n * n;
    };
    Executor executor(1);
    const auto first = executor.submit(job, 2);
    while (!first.running()) std::this_thread::yield();
    const auto second = executor.submit(job, 3);
    const auto third = executor.submit(job, 4);
    const auto fourth = executor.submit(job, 5);
    for (const auto& f : {first, second}) state_of(f);
    try {
        (void)first.result(10ms);
    } catch (const TimeoutError&) {
        print("not yet");
    }
    const bool stopped = first.cancel();
    const bool taken_back = third.cancel();
    print("cancel:", stopped, taken_back, third.cancel());
    state_of(third);
    go_on.set();
    print(first.result(), type_name(first.exception()));
    try {
        (void)second.result();
    } catch (const ValueError& error) {
        print("caught", error.what());
    }
    print(type_name(second.exception()));
    try {
        (void)third.result(5s);
    } catch (const CancelledError&) {
        print("third was cancelled");
    }
    try {
        (void)third.exception();
    } catch (const CancelledError&) {
        print("third was cancelled");
    }
    const int result = fourth.result();
    print(result, "cancel:", fourth.cancel());
    state_of(fourth);
    executor.shutdown();
    executor.shutdown({.wait = false});
    try {
        (void)executor.submit(job, 1);
    } catch (const RuntimeError& error) {
        print(error.what());
    }
}

}  // namespace executor_futures

namespace executor_shutdown {

Coro<> async_main(ThreadEvent& go_on) {
    const auto job = [&go_on](const std::string& label) {
        go_on.wait();
        print("job ends", label);
    };
    EventLoop& loop = get_running_loop();
    print("nothing to shut down");
    auto future = loop.run_in_executor(nullptr, job, "a");
    auto task = create_task(loop.shutdown_default_executor());
    co_await sleep(10ms);
    print("shut down:", task.done());
    try {
        loop.run_in_executor(nullptr, job, "b");
    } catch (const RuntimeError& error) {
        print("refused:", error.what());
    }
    try {
        co_await to_thread(job, "c");
    } catch (const RuntimeError& error) {
        print("refused:", error.what());
    }
    go_on.set();
    co_await task;
    print("future done:", future.done());
    co_await loop.shutdown_default_executor();
    print("twice");
}

CONFORMS(threads_executor_shutdown) {
    ThreadEvent go_on;
    run(async_main(go_on), options);
}

}  // namespace executor_shutdown

namespace executor_result_turns {

void hop(int n) {
    print("hop", n);
    if (n < 4) get_running_loop().call_soon(hop, n + 1);
}

Coro<> waiter(std::string name, Future<std::string> future) { print(name, co_await future); }

Coro<> async_main(ThreadEvent& done) {
    EventLoop& loop = get_running_loop();
    const auto job = [&done] {
        done.wait();
        return std::string("result");
    };
    const auto future = loop.run_in_executor(nullptr, job);
    auto task = create_task(waiter("waiter", future));
    future.add_done_callback([](const Future<std::string>& f) { print("callback", f.result()); });
    co_await sleep(0s);
    loop.call_soon(hop, 1);
    done.set();
    std::this_thread::sleep_for(20ms);
    co_await task;
    print("main goes on");
    co_await sleep(0s);
    co_await sleep(0s);
    co_await sleep(0s);
}

CONFORMS(threads_executor_result_turns) {
    ThreadEvent done;
    run(async_main(done), options);
}

}  // namespace executor_result_turns

namespace to_thread_context {

const ContextVar<std::string> user("user", "nobody");

std::string work(const std::string& name) {
    print("thread sees", user.get());
    user.set(name);
    print("thread set", user.get());
    return name;
}

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(c));
    return text;
}

Coro<> child(std::string name) {
    user.set(name);
    co_await to_thread(work, upper(name));
    print("child", user.get());
}

Coro<> async_main() {
    co_await to_thread(work, "anybody");
    print("main", user.get());
    co_await child("inner");
    print("main", user.get());
    co_await create_task(child("task"));
    print("main", user.get());
    EventLoop& loop = get_running_loop();
    print("plain", co_await loop.run_in_executor(nullptr, [] { return user.get(); }));
    auto coro = to_thread(work, "late");
    user.set("set before the await");
    co_await coro;
}

CONFORMS(threads_to_thread_context) { run(async_main(), options); }

}  // namespace to_thread_context

}  // namespace
