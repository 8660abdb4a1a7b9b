#include "tests/conformance/conformance.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

/// The greeting of most of these programs.
Coro<> greet(std::string name, Duration delay) {
    print("hello", name);
    co_await sleep(delay);
    print("goodbye", name);
}

namespace case_040 {

Coro<> async_main() {
    auto t1 = create_task(greet("Alice", 50ms));
    auto t2 = create_task(greet("Bob", 10ms));
    print("tasks created");
    co_await t1;
    print("Alice awaited");
    co_await t2;
    print("Bob awaited");
}

CONFORMS(040_greet_two_tasks) { run(async_main(), options); }

}  // namespace case_040

namespace case_041 {

Coro<> async_main() {
    auto t1 = create_task(greet("Alice", 50ms));
    auto t2 = create_task(greet("Bob", 10ms));
    print("tasks created");
    co_await t2;
    print("Bob awaited");
    co_await t1;
    print("Alice awaited");
}

CONFORMS(041_greet_await_short_first) { run(async_main(), options); }

}  // namespace case_041

namespace case_042 {

Coro<std::size_t> greet(std::string name, Duration delay) {
    print("hello", name);
    co_await sleep(delay);
    print("goodbye", name);
    co_return name.size();
}

Coro<> async_main() {
    std::vector<Task<std::size_t>> tasks;
    tasks.push_back(create_task(greet("Alice", 30ms)));
    tasks.push_back(create_task(greet("Bob", 50ms)));
    tasks.push_back(create_task(greet("Christine", 10ms)));
    for (auto& t : tasks) {
        const auto n = co_await t;
        print("main got", n);
    }
}

CONFORMS(042_greet_three_names) { run(async_main(), options); }

}  // namespace case_042

namespace case_043 {

Coro<> async_main() {
    co_await greet("Alice", 20ms);
    print("between");
    co_await greet("Bob", 10ms);
    print("end of main");
}

CONFORMS(043_greet_sequential) { run(async_main(), options); }

}  // namespace case_043

namespace case_044 {

Coro<std::string> greet(std::string name, Duration delay) {
    print("hello", name);
    co_await sleep(delay);
    print("goodbye", name);
    std::transform(name.begin(), name.end(), name.begin(), ::toupper);
    co_return name;
}

Coro<> async_main() {
    const auto [alice, bob, carol] =
        co_await gather(greet("Alice", 50ms), greet("Bob", 30ms), greet("Carol", 10ms));
    print("results", alice, bob, carol);
}

CONFORMS(044_greet_gather) { run(async_main(), options); }

}  // namespace case_044

namespace case_046 {

Coro<> blocking_greet(std::string name, Duration delay) {
    print("hello", name);
    std::this_thread::sleep_for(delay);
    print("goodbye", name);
    co_return;
}

Coro<> async_main() {
    auto t1 = create_task(greet("Alice", 10ms));
    auto t2 = create_task(blocking_greet("Bob", 50ms));
    auto t3 = create_task(greet("Carol", 10ms));
    co_await t1;
    co_await t2;
    co_await t3;
}

CONFORMS_IN_REAL_TIME(046_greet_blocking_sleep) { run(async_main(), options); }

}  // namespace case_046

namespace case_047 {

Coro<> greet(std::string name, Duration delay) {
    print("hello", name);
    if (name == "Bob") throw ValueError("Bob is shy");
    co_await sleep(delay);
    print("goodbye", name);
}

Coro<> async_main() {
    auto t1 = create_task(greet("Alice", 20ms));
    auto t2 = create_task(greet("Bob", 10ms));
    try {
        co_await t2;
    } catch (const ValueError& error) {
        print("caught", "ValueError", error.what());
    }
    print("main goes on");
    co_await t1;
    print("end");
}

CONFORMS(047_greet_exception) { run(async_main(), options); }

}  // namespace case_047

}  // namespace
