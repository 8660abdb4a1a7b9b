#pragma once

#include <rondo/rondo.hpp>

#include <cstdint>
#include <functional>

/// Adds up 1 + 2 + … + n, and calls `done` with the sum.
inline void sum_up_to(rondo::EventLoop& loop, std::uint64_t n,
                      std::function<void(std::uint64_t)> done) {
    std::uint64_t sum = 0;
    for (std::uint64_t i = 1; i <= n; ++i) sum += i;
    loop.call_soon(done, sum);
}
