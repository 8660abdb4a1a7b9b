// refused: run_until_complete takes a Coro, a Task or a Future
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    loop.run_until_complete(42);
}
