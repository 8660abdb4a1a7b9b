// refused: a length of time has a unit: 1s, 500ms
#include <rondo/rondo.hpp>

int main() {
    rondo::EventLoop loop;
    loop.call_later(1, [] {});
}
