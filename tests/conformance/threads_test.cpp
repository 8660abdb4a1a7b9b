#include "tests/conformance/conformance.hpp"

#include <cctype>
#include <string>
#include <thread>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

namespace case_310 {

void show(int n) { print("callback", n); }

CONFORMS_IN_REAL_TIME(310_threads_threadsafe_order) {
    EventLoop loop(options);
    std::thread thread;
    const auto poster = [&loop] {
        for (int n = 0; n < 5; ++n) loop.call_soon_threadsafe(show, n);
        loop.call_soon_threadsafe([&loop] { loop.stop(); });
    };
    loop.call_soon([&] { thread = std::thread(poster); });
    loop.run_forever();
    thread.join();
    print("end");
    loop.close();
}

}  // namespace case_310

namespace case_312 {

int add(int a, int b) { return a + b; }

int fail(const std::string& text) { throw ValueError(text); }

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const auto here = std::this_thread::get_id();
    print("sum", co_await loop.run_in_executor(nullptr, add, 2, 3));
    try {
        co_await loop.run_in_executor(nullptr, fail, "from the thread");
    } catch (const ValueError& error) {
        print("caught ValueError", error.what());
    }
    const auto there = co_await loop.run_in_executor(nullptr, std::this_thread::get_id);
    print("ran in another thread:", there != here);
}

CONFORMS(312_threads_run_in_executor) { run(async_main(), options); }

}  // namespace case_312

namespace case_313 {

std::string block(const std::string& name, Duration delay) {
    std::this_thread::sleep_for(delay);
    return name;
}

Coro<std::string> job(std::string name, Duration delay) {
    auto r = co_await run_in_executor(block, name, delay);
    print("finished", r);
    co_return r;
}

Coro<> ticker() {
    co_await sleep(40ms);
    print("loop is alive");
}

Coro<> async_main() {
    const auto [slow, fast, nothing] =
        co_await gather(job("slow", 70ms), job("fast", 10ms), ticker());
    print("results", slow, fast);
}

CONFORMS(313_threads_executor_overlap) { run(async_main(), options); }

}  // namespace case_313

namespace case_314 {

std::string block(std::string label) {
    print("thread begins", label);
    std::this_thread::sleep_for(60ms);
    print("thread ends", label);
    for (char& c : label) c = static_cast<char>(std::toupper(c));
    return label;
}

Coro<> ticker() {
    co_await sleep(30ms);
    print("tick");
}

Coro<> async_main() {
    auto t = create_task(ticker());
    auto coro = to_thread(block, "work");
    print("coroutine made");
    print("result", co_await coro);
    co_await t;
}

CONFORMS(314_threads_to_thread) { run(async_main(), options); }

}  // namespace case_314

namespace case_315 {

Coro<std::string> good() {
    co_await sleep(10ms);
    co_return "good result";
}

Coro<> bad() {
    co_await sleep(0s);
    throw ValueError("bad result");
}

Coro<> suicidal() {
    current_task().cancel();
    co_await sleep(5s);
}

void worker(EventLoop& loop) {
    print(run_coroutine_threadsafe(good(), loop).result());
    try {
        run_coroutine_threadsafe(bad(), loop).result();
    } catch (const ValueError& error) {
        print("caught ValueError", error.what());
    }
    const auto f = run_coroutine_threadsafe(suicidal(), loop);
    try {
        f.result();
    } catch (const CancelledError&) {
        print("caught CancelledError cancelled:", f.cancelled());
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    co_await run_in_executor(worker, std::ref(loop));
    print("end");
}

CONFORMS(315_threads_run_coroutine_threadsafe) { run(async_main(), options); }

}  // namespace case_315

namespace case_320 {

void job() {
    std::this_thread::sleep_for(50ms);
    print("job ends");
}

Coro<> async_main() {
    run_in_executor(job);
    print("main returns");
    co_return;
}

CONFORMS(320_threads_run_waits_for_executor) {
    run(async_main(), options);
    print("run returned");
}

}  // namespace case_320

}  // namespace
