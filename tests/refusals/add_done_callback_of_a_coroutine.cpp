// refused: a callback's result is dropped, and a coroutine does nothing until it is awaited
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    loop.create_future<int>().add_done_callback(
        [](rondo::Future<int>) -> rondo::Coro<> { co_return; });
}
