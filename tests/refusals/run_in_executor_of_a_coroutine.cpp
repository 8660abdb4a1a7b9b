// refused: a coroutine does not run in a thread of an executor
#include <rondo/rondo.hpp>

rondo::Coro<> greet() { co_return; }

void use() { rondo::run_in_executor(greet); }
