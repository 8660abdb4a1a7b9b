/// @file
/// run_virtual: a whole program in virtual time.
#pragma once

#include <rondo/tasks/run.hpp>

namespace support {

/// Runs a coroutine lambda to its end, on a loop of its own whose clock jumps. The lambda outlives
/// the coroutine, so it may capture by reference.
template <class Lambda>
auto run_virtual(Lambda&& main) {
    return rondo::run(main(), {.virtual_time = true});
}

}  // namespace support
