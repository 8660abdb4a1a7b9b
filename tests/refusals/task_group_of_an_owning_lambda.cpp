// refused: this lambda owns what it captures
#include <rondo/rondo.hpp>

#include <string>

rondo::Coro<> use(rondo::TaskGroup& group) {
    std::string name = "Bob";
    co_await group.create_task([name]() -> rondo::Coro<> { co_return; });
}
