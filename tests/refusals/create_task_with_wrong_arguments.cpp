// refused: create_task takes a Coro or another awaitable; or a function that gives one
#include <rondo/rondo.hpp>

rondo::Coro<> greet(int times);

int main() { rondo::create_task(greet, "not a number"); }
