// refused: try_except takes two coroutine lambdas that give the same type
#include <rondo/rondo.hpp>

rondo::Coro<int> number();

rondo::Coro<> use() {
    co_await rondo::try_except(number,
                               [](const rondo::TimeoutError&) -> rondo::Coro<> { co_return; });
}
