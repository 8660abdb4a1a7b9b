// refused: only what can be awaited can be gathered
#include <rondo/rondo.hpp>

#include <vector>

rondo::Coro<> use(std::vector<int> numbers) {
    co_await rondo::gather(rondo::return_exceptions, numbers);
}
