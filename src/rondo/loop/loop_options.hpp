/// @file
/// LoopOptions: how a loop is to be made.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rondo {

/// How a loop is to be made.
/// Built in chapter 2.
struct LoopOptions {
    /// The kernel interface: "epoll", "poll". Empty: what `RONDO_POLLER` says, or the best.
    std::string_view poller = {};
    /// Whether time is virtual: instead of waiting, the clock jumps to the next deadline.
    bool virtual_time = false;
    /// Shuffles the callbacks of each turn, to bring out what depends on their order: see
    /// `RONDO_SEED` in the README. The same number shuffles in the same way, everywhere. Nothing:
    /// what `RONDO_SEED` says, or no shuffling. Built in chapter 15.
    std::optional<std::uint64_t> seed = {};
};

}  // namespace rondo
