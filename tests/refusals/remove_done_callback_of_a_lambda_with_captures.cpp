// refused: can be told from other callbacks
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    int calls = 0;
    const auto count = [&calls](const rondo::AnyFuture&) { ++calls; };
    loop.create_future().remove_done_callback(count);
}
