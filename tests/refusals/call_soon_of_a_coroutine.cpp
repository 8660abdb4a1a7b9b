// refused: a callback's result is dropped, and a coroutine does nothing until it is awaited
#include <rondo/rondo.hpp>

rondo::Coro<> greet();

int main() {
    rondo::EventLoop loop;
    loop.call_soon(greet);
}
