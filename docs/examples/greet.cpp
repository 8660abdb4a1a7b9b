// The article's program, line for line.
#include <rondo/rondo.hpp>

#include <chrono>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

rondo::Coro<std::string> greet(std::string name) {
    std::cout << "Starting to greet " << name << "...\n";
    co_await rondo::sleep(1s);  // Simulate I/O
    std::cout << "Finished greeting " << name << "!\n";
    co_return "Hello, " + name + "!";
}

rondo::Coro<> async_main() {
    auto task1 = rondo::create_task(greet("Alice"));
    auto task2 = rondo::create_task(greet("Bob"));

    std::cout << "Tasks created, awaiting results...\n";
    auto result1 = co_await task1;
    auto result2 = co_await task2;
    std::cout << "Results: " << result1 << ", " << result2 << "\n";
}

int main() { rondo::run(async_main()); }
