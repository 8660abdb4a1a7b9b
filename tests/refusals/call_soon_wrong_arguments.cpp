// refused: Callable
#include <rondo/rondo.hpp>

void greet(int times);

int main() {
    rondo::EventLoop loop;
    loop.call_soon(greet, "not a number");
}
