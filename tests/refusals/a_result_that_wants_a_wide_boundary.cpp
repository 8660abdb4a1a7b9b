// refused: return a std::unique_ptr to it
#include <rondo/rondo.hpp>

struct alignas(64) Line {
    char bytes[64] = {};
};

rondo::Coro<Line> make() { co_return Line(); }
