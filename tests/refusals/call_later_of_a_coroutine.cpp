// refused: a callback's result is dropped, and a coroutine does nothing until it is awaited
#include <rondo/rondo.hpp>

rondo::Coro<int> greet(int times);

int main() {
    rondo::EventLoop loop;
    loop.call_later(std::chrono::seconds(1), greet, 3);
}
