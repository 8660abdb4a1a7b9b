// refused: async_with takes a context manager and a coroutine lambda, which says what it returns
#include <rondo/rondo.hpp>

rondo::Coro<> child();

rondo::Coro<> use() {
    co_await rondo::async_with(
        rondo::TaskGroup(), [](rondo::TaskGroup& group) { co_await group.create_task(child()); });
}
