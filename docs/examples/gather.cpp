// Three greetings at the same time. The fastest one is finished first, but the results come in the
// order in which the greetings were named.
#include <rondo/rondo.hpp>

#include <chrono>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

rondo::Coro<std::string> greet(std::string name, rondo::Duration takes) {
    std::cout << "Starting to greet " << name << "...\n";
    co_await rondo::sleep(takes);
    std::cout << "Finished greeting " << name << "!\n";
    co_return "Hello, " + name + "!";
}

rondo::Coro<> async_main() {
    auto [alice, bob, carol] =
        co_await rondo::gather(greet("Alice", 300ms), greet("Bob", 100ms), greet("Carol", 200ms));
    std::cout << "Results: " << alice << ", " << bob << ", " << carol << "\n";
}

int main() { rondo::run(async_main()); }
