// refused: call_later
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    loop.call_later(1, [] {});
}
