// refused: Awaitable
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    loop.run_until_complete(42);
}
