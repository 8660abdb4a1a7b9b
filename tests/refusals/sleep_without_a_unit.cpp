// refused: a length of time has a unit: 1s, 500ms
#include <rondo/rondo.hpp>

rondo::Coro<> wait() { co_await rondo::sleep(1); }
