// One door, and one greeter at a time in it. Alice, who has the door, sleeps while she has it; Bob
// has to wait for the door, and not for the time. When she leaves, it is handed over to him.
#include <rondo/rondo.hpp>

#include <chrono>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

rondo::Coro<> greet(std::string name, rondo::Lock door) {
    std::cout << name << " comes to the door.\n";
    co_await door.acquire();
    std::cout << name << " greets...\n";
    co_await rondo::sleep(100ms);
    std::cout << name << " has greeted.\n";
    door.release();
}

rondo::Coro<> async_main() {
    rondo::Lock door;
    auto alice = rondo::create_task(greet("Alice", door), "Alice");
    auto bob = rondo::create_task(greet("Bob", door), "Bob");
    co_await alice;
    co_await bob;
    std::cout << "Nobody is at the door.\n";
}

int main() { rondo::run(async_main()); }
