#pragma once

#include <rondo/rondo.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>

/// What is still to be added, and what has been added so far: all that must survive between two
/// turns. In a plain function these were local variables; here they travel as arguments.
inline void add_a_slice(rondo::EventLoop& loop, std::uint64_t next, std::uint64_t n,
                        std::uint64_t sum, std::function<void(std::uint64_t)> done) {
    const std::uint64_t last = std::min(n, next + 999);
    for (; next <= last; ++next) sum += next;
    if (next > n)
        loop.call_soon(done, sum);
    else
        loop.call_soon(add_a_slice, std::ref(loop), next, n, sum, done);
}

/// Adds up 1 + 2 + … + n, a thousand numbers a turn, and calls `done` with the sum.
inline void sum_up_to(rondo::EventLoop& loop, std::uint64_t n,
                      std::function<void(std::uint64_t)> done) {
    add_a_slice(loop, 1, n, 0, done);
}
