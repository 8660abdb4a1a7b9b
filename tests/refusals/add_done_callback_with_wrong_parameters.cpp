// refused: invocable
#include <rondo/rondo.hpp>

void done(const char* name);

int main() {
    rondo::EventLoop loop;
    loop.create_future().add_done_callback(done);
}
