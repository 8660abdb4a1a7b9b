// refused: can be awaited only in a coroutine that returns a rondo::Coro
#include "foreign.hpp"

using namespace std::chrono_literals;

Foreign use() { co_await rondo::sleep(1s); }
