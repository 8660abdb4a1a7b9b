// refused: deleted
#include <rondo/rondo.hpp>

rondo::Coro<> start();

int main() {
    rondo::Coro<> coro = start();
    rondo::Coro<> copy = coro;
}
