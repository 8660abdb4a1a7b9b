// refused: AwaitableFunction
#include <rondo/rondo.hpp>

rondo::Coro<> greet(int times);

int main() { rondo::create_task(greet, "not a number"); }
