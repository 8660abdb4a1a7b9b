// refused: can be awaited only in a coroutine that returns a rondo::Coro
#include "foreign.hpp"

rondo::Coro<int> number();

Foreign use() { co_await number(); }
