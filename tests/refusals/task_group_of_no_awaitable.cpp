// refused: create_task takes a Coro or another awaitable; or a function that gives one
#include <rondo/rondo.hpp>

void use(rondo::TaskGroup& group) { group.create_task(42); }
