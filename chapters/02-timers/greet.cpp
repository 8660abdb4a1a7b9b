#include <rondo/rondo.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

rondo::EventLoop loop;

void greet(std::string name, std::function<void(std::string)> done) {
    std::cout << "Starting to greet " << name << "...\n";
    loop.call_later(1s, [=] {
        std::cout << "Finished greeting " << name << "!\n";
        done("Hello, " + name + "!");
    });
}

int main() {
    std::string result1, result2;
    int unfinished = 2;
    loop.call_soon(greet, "Alice", [&](std::string result) {
        result1 = result;
        if (--unfinished == 0) loop.stop();
    });
    loop.call_soon(greet, "Bob", [&](std::string result) {
        result2 = result;
        if (--unfinished == 0) loop.stop();
    });

    std::cout << "Tasks created, awaiting results...\n";
    loop.run_forever();
    std::cout << "Results: " << result1 << ", " << result2 << "\n";
}
