// refused: wait takes them one by one, wait(a, b); or in a vector that has a name
#include <rondo/rondo.hpp>

rondo::Coro<> use(rondo::Task<int> a, rondo::Task<int> b) { co_await rondo::wait({a, b}); }
