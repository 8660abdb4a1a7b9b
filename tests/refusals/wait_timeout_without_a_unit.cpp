// refused: a length of time has a unit: 1s, 500ms
#include <rondo/rondo.hpp>

#include <vector>

rondo::Coro<> use(std::vector<rondo::Task<>> tasks) {
    co_await rondo::wait(tasks, {.timeout = 0.5});
}
