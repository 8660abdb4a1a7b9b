// refused: await
#include <rondo/rondo.hpp>

rondo::Coro<> use() { co_await 42; }
