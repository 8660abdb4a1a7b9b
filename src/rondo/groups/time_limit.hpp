/// @file
/// TimeLimit: how long to wait at the most.
#pragma once

#include <rondo/base/clock.hpp>

#include <chrono>
#include <optional>
#include <type_traits>

namespace rondo {

/// How long to wait at the most, or nothing for no limit: `{.timeout = 1s}`.
/// Built in chapter 11.
class TimeLimit : public std::optional<Duration> {
public:
    TimeLimit() = default;
    /// No limit.
    TimeLimit(std::nullopt_t) {}
    /// A limit, or none.
    TimeLimit(std::optional<Duration> limit) : optional(limit) {}
    /// Of any unit; rounded up to the clock's.
    template <class Rep, class Period>
    TimeLimit(std::chrono::duration<Rep, Period> limit) : optional(to_duration(limit)) {}
    /// Says what is missing, to who gives no unit.
    template <class Number>
    TimeLimit(Number) requires std::is_arithmetic_v<Number> {
        refuse_bare_number<Number>();
    }
};

/// When to stop waiting, or nothing for no limit: what `timeout_at` and `reschedule` take.
/// Built in chapter 11.
class Deadline : public std::optional<TimePoint> {
public:
    Deadline() = default;
    /// No limit.
    Deadline(std::nullopt_t) {}
    /// A limit, or none.
    Deadline(std::optional<TimePoint> moment) : optional(moment) {}
    /// Counted in any unit; rounded up to the clock's.
    template <class Length>
    Deadline(MomentIn<Length> moment) : optional(to_time_point(moment)) {}
};

}  // namespace rondo
