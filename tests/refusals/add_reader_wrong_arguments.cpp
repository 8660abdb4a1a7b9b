// refused: this function cannot be called with these arguments
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    loop.add_reader(0, [](int) {});
}
