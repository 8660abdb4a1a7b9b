#include "sockets.hpp"

#include <rondo/rondo.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <string>
#include <utility>

using namespace std::chrono_literals;

rondo::EventLoop loop;

void greet(std::string name, std::function<void(std::string)> done) {
    std::cout << "Starting to greet " << name << "...\n";
    loop.call_later(1s, [=] {
        std::cout << "Finished greeting " << name << "!\n";
        done("Hello, " + name + "!");
    });
}

class ReceiveLine final : public rondo::Operation {
public:
    using Done = std::function<void(std::string)>;

    ReceiveLine(rondo::Descriptor socket, Done done)
        : Operation(socket, rondo::Direction::read), done_(std::move(done)) {}

    bool attempt() noexcept override {
        char character = 0;
        while (auto received = sockets::receive(descriptor, &character, 1)) {
            if (*received == 0 || character == '\n') return true;
            line_ += character;
        }
        return false;  // there is more to come
    }

    void run() noexcept override {
        done_(line_);
        delete this;
    }
    void drop() noexcept override { delete this; }

private:
    Done done_;
    std::string line_;
};

void receive_line(rondo::Descriptor socket, ReceiveLine::Done done) {
    auto* operation = new ReceiveLine(socket, std::move(done));
    if (operation->attempt())
        loop.schedule(*operation);
    else
        loop.poller().submit(*operation);
}

int main() {
    const auto pair = sockets::connected_pair();
    const rondo::Descriptor door = pair.first;
    const rondo::Descriptor visitors = pair.second;
    std::string result1, result2;
    int unfinished = 2;
    const auto finish = [&] {
        if (--unfinished == 0) loop.stop();
    };
    receive_line(door, [&](std::string name) {
        greet(name, [&](std::string result) {
            result1 = result;
            finish();
        });
        receive_line(door, [&](std::string next_name) {
            greet(next_name, [&](std::string result) {
                result2 = result;
                finish();
            });
        });
    });
    sockets::send(visitors, "Alice\nBo");
    loop.call_later(100ms, [&] { sockets::send(visitors, "b\n"); });

    std::cout << "Tasks created, awaiting results...\n";
    loop.run_forever();
    std::cout << "Results: " << result1 << ", " << result2 << "\n";
    loop.poller().forget(door);
    sockets::close(door);
    sockets::close(visitors);
}
