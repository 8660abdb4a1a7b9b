#include <rondo/base/clock.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

using namespace std::chrono_literals;

namespace {

using rondo::later;
using rondo::never;
using rondo::TimePoint;
using rondo::to_duration;
using Seconds = std::chrono::duration<double>;

TEST(LengthsOfTime, AreRoundedUp) {
    using Thirds = std::chrono::duration<int, std::ratio<1, 3>>;
    EXPECT_EQ(to_duration(Thirds(1)), 333'333'334ns);
    EXPECT_EQ(to_duration(Seconds(2.5e-10)), 1ns);
    EXPECT_EQ(to_duration(Seconds(-2.5e-10)), 0ns);
}

TEST(LengthsOfTime, StayExactWhereTheyAreWhole) {
    EXPECT_EQ(to_duration(1s), 1'000'000'000ns);
    EXPECT_EQ(to_duration(-3ms), -3'000'000ns);
    EXPECT_EQ(to_duration(std::chrono::microseconds(9'007'199'254'740'993)).count(),
              9'007'199'254'740'993'000);
}

TEST(LengthsOfTime, TooLongForTheClockMeansNever) {
    const TimePoint now(100h);
    EXPECT_EQ(later(now, to_duration(std::chrono::hours::max())), never);
    EXPECT_EQ(later(now, to_duration(Seconds(std::numeric_limits<double>::infinity()))), never);
    EXPECT_EQ(later(now, rondo::Duration::max()), never);
    EXPECT_EQ(later(never, 1ns), never);
}

TEST(LengthsOfTime, TooFarBackIsTheFirstMomentThereIs) {
    EXPECT_EQ(to_duration(std::chrono::hours::min()), rondo::Duration::min());
    EXPECT_EQ(later(TimePoint(-100h), rondo::Duration::min()), TimePoint::min());
}

TEST(LengthsOfTime, AreNumbers) {
    EXPECT_THROW(to_duration(Seconds(std::numeric_limits<double>::quiet_NaN())),
                 std::invalid_argument);
}

}  // namespace
