// Greetings in one group. One of them fails; the others are cancelled, and nobody is left behind.
#include <rondo/rondo.hpp>

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;

rondo::Coro<> greet(std::string name) {
    std::cout << "Starting to greet " << name << "...\n";
    try {
        co_await rondo::sleep(1s);
        std::cout << "Finished greeting " << name << "!\n";
    } catch (const rondo::CancelledError&) {
        std::cout << name << " will be greeted another day.\n";
        throw;
    }
}

rondo::Coro<> greet_nobody() {
    co_await rondo::sleep(20ms);
    throw std::invalid_argument("nobody is there");
}

rondo::Coro<> async_main() {
    try {
        co_await rondo::async_with(rondo::TaskGroup(),
                                   [](rondo::TaskGroup& group) -> rondo::Coro<> {
                                       group.create_task(greet("Alice"));
                                       group.create_task(greet("Bob"));
                                       group.create_task(greet_nobody());
                                       std::cout << "Waiting for all of them...\n";
                                       co_return;
                                   });
    } catch (const rondo::ExceptionGroup& group) {
        std::cout << group.what() << "\n";
        group.handle(
            [](const std::invalid_argument& error) { std::cout << "- " << error.what() << "\n"; });
    }
}

int main() { rondo::run(async_main()); }
