// refused: as_completed takes awaitables that give the same type
#include <rondo/rondo.hpp>

rondo::Coro<int> number();
rondo::Coro<> nothing();

rondo::Coro<> use() {
    for (auto next : rondo::as_completed(number(), nothing())) co_await next;
}
