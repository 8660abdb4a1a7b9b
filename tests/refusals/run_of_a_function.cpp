// refused: Awaitable
#include <rondo/rondo.hpp>

rondo::Coro<> start();

int main() { rondo::run(start); }
