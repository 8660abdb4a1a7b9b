// The smallest program that does with Asio what docs/examples/greet.cpp does.

// Asio 1.22 finds these out by itself with g++, but not with clang.
#define ASIO_HAS_CO_AWAIT 1
#define ASIO_HAS_STD_COROUTINE 1

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <iostream>
#include <string>

asio::awaitable<void> greet(std::string name, std::chrono::seconds delay) {
    asio::steady_timer timer(co_await asio::this_coro::executor, delay);
    co_await timer.async_wait(asio::use_awaitable);
    std::cout << "Hello, " << name << "!\n";
}

int main() {
    asio::io_context loop(1);
    asio::co_spawn(loop, greet("one", std::chrono::seconds(1)), asio::detached);
    asio::co_spawn(loop, greet("two", std::chrono::seconds(2)), asio::detached);
    loop.run();
}
