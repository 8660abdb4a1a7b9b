// refused: this lambda owns what it captures
#include <rondo/rondo.hpp>

#include <string>

rondo::Coro<> use() {
    std::string name = "Bob";
    co_await rondo::to_thread([name] {});
}
