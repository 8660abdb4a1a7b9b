// refused: set_result
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    loop.create_future().set_result(1);
}
