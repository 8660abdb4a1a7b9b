#include <rondo/rondo.hpp>

#include <chrono>
#include <coroutine>
#include <exception>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

rondo::EventLoop loop;

struct Greeting {
    struct promise_type {
        Greeting get_return_object() { return {}; }
        std::suspend_never initial_suspend() { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
};

struct Sleep {
    rondo::Duration length;
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> paused) { loop.call_later(length, paused); }
    void await_resume() {}
};

Greeting greet(std::string name) {
    std::cout << "Starting to greet " << name << "...\n";
    co_await Sleep{1s};
    std::cout << "Finished greeting " << name << "!\n";
}

int main() {
    loop.call_soon(greet, "Alice");
    loop.call_soon(greet, "Bob");
    loop.call_later(2s, [] { loop.stop(); });
    loop.run_forever();
}
