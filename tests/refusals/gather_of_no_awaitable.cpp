// refused: only what can be awaited can be gathered
#include <rondo/rondo.hpp>

rondo::Coro<int> number();

rondo::Coro<> use() { co_await rondo::gather(number(), 42); }
