/// @file
/// run_turns: a loop, one turn at a time.
#pragma once

#include <rondo/loop/event_loop.hpp>

namespace support {

/// Runs exactly so many turns, none of which waits: a loop that was stopped before runs one.
inline void run_turns(rondo::EventLoop& loop, int count = 1) {
    for (; count > 0; --count) {
        loop.stop();
        loop.run_forever();
    }
}

}  // namespace support
