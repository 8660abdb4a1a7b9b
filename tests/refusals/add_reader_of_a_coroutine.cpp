// refused: a callback's result is dropped, and a coroutine does nothing until it is awaited
#include <rondo/rondo.hpp>

rondo::Coro<> read_from(int descriptor);

int main() {
    rondo::EventLoop loop;
    loop.add_reader(0, read_from, 0);
}
