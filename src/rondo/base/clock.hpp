/// @file
/// Time: points, durations, and arithmetic that cannot overflow.
#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <type_traits>

namespace rondo {

/// A moment, as the monotonic clock tells it.
using TimePoint = std::chrono::steady_clock::time_point;

/// A length of time. The loop counts in the clock's own unit: nanoseconds.
using Duration = TimePoint::duration;

/// A deadline that does not come.
inline constexpr TimePoint never = (TimePoint::max)();  // in brackets: Windows has a macro `max`

/// Turns any length of time into the clock's unit, rounding *up*, so that nothing is early. What is
/// too long for the clock becomes the longest that it can count.
/// @throws std::invalid_argument if it is not a number.
/// Built in chapter 2.
template <class Rep, class Period>
constexpr Duration to_duration(std::chrono::duration<Rep, Period> length) {
    if constexpr (std::is_same_v<decltype(length), Duration>) {
        return length;
    } else {
        using InDoubles = std::chrono::duration<double, Duration::period>;
        const double count = std::chrono::duration_cast<InDoubles>(length).count();
        if (count != count) throw std::invalid_argument("a delay must be a number");
        if (count >= static_cast<double>((Duration::max)().count())) return (Duration::max)();
        if (count <= static_cast<double>((Duration::min)().count())) return (Duration::min)();
        if constexpr (std::is_floating_point_v<Rep>) {
            return std::chrono::ceil<Duration>(InDoubles(count));
        } else {
            const auto whole = std::chrono::duration_cast<std::chrono::seconds>(length);
            return Duration(whole) + std::chrono::ceil<Duration>(length - whole);
        }
    }
}

/// A moment of the loop's clock, counted in any unit: what `time() + 2.5s` gives.
/// Built in chapter 19.
template <class Length>
using MomentIn = std::chrono::time_point<TimePoint::clock, Length>;

/// Turns any moment into the clock's unit, rounding up, as to_duration does.
/// @throws std::invalid_argument if it is not a number.
/// Built in chapter 19.
template <class Length>
constexpr TimePoint to_time_point(MomentIn<Length> moment) {
    return TimePoint(to_duration(moment.time_since_epoch()));
}

/// Refuses a length of time without a unit, and says what is missing.
/// Built in chapter 2.
template <class Number>
constexpr void refuse_bare_number() {
    static_assert(!std::is_arithmetic_v<Number>, "a length of time has a unit: 1s, 500ms");
}

/// `from + length`, or `never` where the clock does not reach that far.
/// Built in chapter 2.
constexpr TimePoint later(TimePoint from, Duration length) {
    if (length > Duration::zero() && from > never - length) return never;
    if (length < Duration::zero() && from < (TimePoint::min)() - length) return (TimePoint::min)();
    return from + length;
}

/// A tick is 2^17 nanoseconds: 131 µs.
inline constexpr int tick_bits = 17;

/// The end of the tick in which a moment lies. A kernel is told to wait until then, so that one
/// waking serves all deadlines that lie close to each other.
/// Built in chapter 4.
constexpr TimePoint end_of_tick(TimePoint moment) {
    constexpr Duration tick{std::int64_t{1} << tick_bits};
    if (moment > never - tick) return never;
    return TimePoint(Duration(((moment.time_since_epoch().count() >> tick_bits) + 1) << tick_bits));
}

}  // namespace rondo
