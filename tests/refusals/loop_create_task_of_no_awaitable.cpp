// refused: Awaitable
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    loop.create_task(42);
}
