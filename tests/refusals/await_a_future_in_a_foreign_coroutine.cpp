// refused: can be awaited only in a coroutine that returns a rondo::Coro
#include "foreign.hpp"

Foreign use(rondo::Future<int> future) { co_await future; }
