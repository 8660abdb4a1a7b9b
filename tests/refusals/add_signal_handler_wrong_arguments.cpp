// refused: this function cannot be called with these arguments
#include <rondo/rondo.hpp>

#include <csignal>

int main() {
    rondo::EventLoop loop;
    loop.add_signal_handler(SIGINT, [](int) {});
}
