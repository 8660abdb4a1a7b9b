// refused: return_value
#include <rondo/rondo.hpp>

#include <memory>

rondo::Coro<int> number() { co_return std::unique_ptr<int>(); }
