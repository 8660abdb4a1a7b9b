// refused: a done-callback is called with the future: [](rondo::Future<int> future) { ... }
#include <rondo/rondo.hpp>

void done(const char* name);

int main() {
    rondo::EventLoop loop;
    loop.create_future().add_done_callback(done);
}
