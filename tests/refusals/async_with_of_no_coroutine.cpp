// refused: BodyFor
#include <rondo/rondo.hpp>

rondo::Coro<> use() {
    co_await rondo::async_with(rondo::TaskGroup(), [](rondo::TaskGroup&) {});
}
