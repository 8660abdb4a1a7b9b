// refused: this lambda owns what it captures
#include <rondo/rondo.hpp>

#include <string>

rondo::Coro<> work();

rondo::Coro<> use() {
    std::string name = "Bob";
    co_await rondo::try_finally(work, [name]() -> rondo::Coro<> { co_return; });
}
