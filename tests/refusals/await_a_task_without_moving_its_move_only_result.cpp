// refused: this result cannot be copied
#include <rondo/rondo.hpp>

#include <memory>

rondo::Coro<std::unique_ptr<int>> make();

rondo::Coro<> use() {
    rondo::Task<std::unique_ptr<int>> task = rondo::create_task(make());
    const std::unique_ptr<int> result = co_await task;
}
