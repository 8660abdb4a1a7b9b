// refused: set_result
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    const rondo::Future<int> future = loop.create_future<int>();
    future.set_result("not a number");
}
