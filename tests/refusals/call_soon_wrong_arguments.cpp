// refused: this function cannot be called with these arguments
#include <rondo/rondo.hpp>

void greet(int times);

int main() {
    rondo::EventLoop loop;
    loop.call_soon(greet, "not a number");
}
