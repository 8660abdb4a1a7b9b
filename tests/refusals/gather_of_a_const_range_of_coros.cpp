// refused: a range of Coros must not be const
#include <rondo/rondo.hpp>

#include <vector>

rondo::Coro<> use(const std::vector<rondo::Coro<int>>& coros) { co_await rondo::gather(coros); }
