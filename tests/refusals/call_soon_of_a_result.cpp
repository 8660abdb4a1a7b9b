// refused: this function cannot be called with these arguments
#include <rondo/rondo.hpp>

int greet();

int main() {
    rondo::EventLoop loop;
    loop.call_soon(greet());
}
