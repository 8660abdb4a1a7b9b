// refused: create_task takes a Coro or another awaitable; or a function that gives one
#include <rondo/rondo.hpp>

void greet();

int main() { rondo::create_task(greet); }
