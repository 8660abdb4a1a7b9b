// Bob blocks. One thread runs all of them, so while he sleeps, everybody does: Alice, whose time is
// up long before, has to wait for him.
#include <rondo/rondo.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <thread>

using namespace std::chrono_literals;

rondo::Coro<> greet(std::string name) {
    std::cout << "Starting to greet " << name << "...\n";
    co_await rondo::sleep(100ms);
    std::cout << "Finished greeting " << name << "!\n";
}

rondo::Coro<> blocking_greet(std::string name) {
    std::cout << "Starting to greet " << name << "...\n";
    std::this_thread::sleep_for(300ms);  // no co_await: the loop cannot go on
    std::cout << "Finished greeting " << name << "!\n";
    co_return;
}

rondo::Coro<> async_main() {
    const auto began = rondo::get_running_loop().time();
    auto task1 = rondo::create_task(greet("Alice"));
    auto task2 = rondo::create_task(blocking_greet("Bob"));
    co_await task1;
    co_await task2;
    const auto took = rondo::get_running_loop().time() - began;
    std::cout << (took >= 300ms ? "Bob held everybody up.\n" : "Nobody was held up.\n");
}

int main() { rondo::run(async_main()); }
