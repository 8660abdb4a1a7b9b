// A greeting is cut short. It cleans up, which takes a moment of its own, and then it is over.
#include <rondo/rondo.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

rondo::Coro<> say_sorry(std::string name) {
    co_await rondo::sleep(10ms);
    std::cout << "Sorry, " << name << ", we have to go.\n";
}

rondo::Coro<std::string> greet(std::string name) {
    std::cout << "Starting to greet " << name << "...\n";
    std::exception_ptr interrupted;
    try {
        co_await rondo::sleep(1s);
    } catch (const rondo::CancelledError&) {
        interrupted = std::current_exception();
    }
    if (interrupted) {  // C++ does not allow to wait inside the handler itself
        co_await say_sorry(name);
        std::rethrow_exception(interrupted);
    }
    std::cout << "Finished greeting " << name << "!\n";
    co_return "Hello, " + name + "!";
}

rondo::Coro<> async_main() {
    auto task = rondo::create_task(greet("Alice"));
    co_await rondo::sleep(20ms);
    task.cancel("the train leaves");
    try {
        std::cout << co_await task << "\n";
    } catch (const rondo::CancelledError& error) {
        std::cout << "Alice was not greeted: " << error.message() << ".\n";
    }
}

int main() { rondo::run(async_main()); }
