// Bob blocks, as in greet_blocking.cpp. But now he does so in a thread of his own, and nobody has
// to wait for him but those who want to.
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

std::string look_up(const std::string& name) {
    std::this_thread::sleep_for(300ms);  // blocks this thread, which is not the loop's
    return name + ", a friend";
}

rondo::Coro<> blocking_greet(std::string name) {
    std::cout << "Starting to greet " << name << "...\n";
    const std::string who = co_await rondo::to_thread(look_up, name);
    std::cout << "Finished greeting " << who << "!\n";
}

rondo::Coro<> async_main() {
    const auto began = rondo::get_running_loop().time();
    auto task1 = rondo::create_task(greet("Alice"));
    auto task2 = rondo::create_task(blocking_greet("Bob"));
    co_await task1;
    const auto took = rondo::get_running_loop().time() - began;
    std::cout << (took >= 300ms ? "Bob held Alice up.\n" : "Nobody held Alice up.\n");
    co_await task2;
}

int main() { rondo::run(async_main()); }
