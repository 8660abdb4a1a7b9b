/// @file
/// LoopOptions: how a loop is to be made.
#pragma once

#include <string_view>

namespace rondo {

/// How a loop is to be made.
struct LoopOptions {
    /// The kernel interface: "poll". Empty: what `RONDO_POLLER` says, or the best.
    std::string_view poller = {};
    /// Whether time is virtual: instead of waiting, the clock jumps to the next deadline.
    bool virtual_time = false;
};

}  // namespace rondo
