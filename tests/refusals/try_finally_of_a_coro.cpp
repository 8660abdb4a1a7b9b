// refused: try_finally takes two coroutine lambdas
#include <rondo/rondo.hpp>

rondo::Coro<> work();
rondo::Coro<> clean_up();

rondo::Coro<> use() { co_await rondo::try_finally(work(), clean_up()); }
