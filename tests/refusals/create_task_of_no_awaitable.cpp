// refused: Awaitable
#include <rondo/rondo.hpp>

int main() { rondo::create_task(42); }
