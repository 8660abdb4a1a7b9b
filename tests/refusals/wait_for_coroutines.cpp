// refused: wait takes tasks: create_task(coro)
#include <rondo/rondo.hpp>

rondo::Coro<int> child();

rondo::Coro<> use() { co_await rondo::wait(child(), child()); }
