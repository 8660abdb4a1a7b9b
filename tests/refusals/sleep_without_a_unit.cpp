// refused: sleep
#include <rondo/rondo.hpp>

rondo::Coro<> wait() { co_await rondo::sleep(1); }
