/// @file
/// Time: points and durations.
#pragma once

#include <chrono>

namespace rondo {

/// A moment, as the monotonic clock tells it.
using TimePoint = std::chrono::steady_clock::time_point;

/// A length of time. The loop counts in the clock's own unit: nanoseconds.
using Duration = TimePoint::duration;

}  // namespace rondo
