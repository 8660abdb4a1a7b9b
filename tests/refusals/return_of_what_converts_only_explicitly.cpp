// refused: return_value
#include <rondo/rondo.hpp>

rondo::Coro<std::chrono::seconds> delay() { co_return 5; }
