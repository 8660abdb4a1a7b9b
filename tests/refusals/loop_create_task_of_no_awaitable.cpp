// refused: create_task takes a Coro or another awaitable
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    loop.create_task(42);
}
