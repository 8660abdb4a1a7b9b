// refused: Awaitable
#include <rondo/rondo.hpp>

void greet();

int main() { rondo::create_task(greet); }
