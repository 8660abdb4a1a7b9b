#include <rondo/base/clock.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <ratio>

using namespace rondo;
using namespace std::chrono_literals;

namespace {

constexpr Duration longest = Duration::max();
constexpr Duration shortest = Duration::min();
constexpr TimePoint epoch{};
constexpr Duration tick{std::int64_t{1} << tick_bits};

using Picoseconds = std::chrono::duration<std::int64_t, std::pico>;
using Seconds = std::chrono::duration<double>;

TEST(ToDuration, KeepsNanoseconds) {
    EXPECT_EQ(to_duration(17ns), 17ns);
    EXPECT_EQ(to_duration(-17ns), -17ns);
    EXPECT_EQ(to_duration(longest), longest);
}

TEST(ToDuration, ConvertsCoarserUnitsExactly) {
    EXPECT_EQ(to_duration(3ms), 3'000'000ns);
    EXPECT_EQ(to_duration(-3ms), -3'000'000ns);
    EXPECT_EQ(to_duration(2h), 7'200'000'000'000ns);
    EXPECT_EQ(to_duration(std::chrono::microseconds(9'223'372'036'854'774)),
              Duration(9'223'372'036'854'774'000));
}

TEST(ToDuration, RoundsFinerUnitsUp) {
    EXPECT_EQ(to_duration(Picoseconds(1)), 1ns);
    EXPECT_EQ(to_duration(Picoseconds(1000)), 1ns);
    EXPECT_EQ(to_duration(Picoseconds(1001)), 2ns);
    EXPECT_EQ(to_duration(Picoseconds(0)), 0ns);
    EXPECT_EQ(to_duration(Picoseconds(-1)), 0ns);
    EXPECT_EQ(to_duration(Picoseconds(-1001)), -1ns);
}

TEST(ToDuration, DoesNotOverflowOnItsWay) {
    using Sixtieths = std::chrono::duration<std::int64_t, std::ratio<1, 60>>;
    EXPECT_EQ(to_duration(Sixtieths(360'000'000'000)), 6'000'000'000s);  // 190 years
    EXPECT_EQ(to_duration(Sixtieths(-360'000'000'001)), -6'000'000'000s - 16'666'666ns);
    EXPECT_EQ(to_duration(Sixtieths(1)), 16'666'667ns);
    EXPECT_EQ(to_duration(std::chrono::milliseconds(-9'223'372'036'854)),
              -9'223'372'036'854'000'000ns);
}

TEST(ToDuration, RoundsFractionsUp) {
    EXPECT_EQ(to_duration(std::chrono::duration<float>(0.1F)), 100'000'002ns);  // 0.1F is more
    EXPECT_EQ(to_duration(Seconds(0.5)), 500ms);
    EXPECT_EQ(to_duration(Seconds(1e-12)), 1ns);
    EXPECT_EQ(to_duration(Seconds(1.25e-9)), 2ns);
    EXPECT_EQ(to_duration(Seconds(-1.25e-9)), -1ns);
    EXPECT_EQ(to_duration(Seconds(0.0)), 0ns);
}

TEST(ToDuration, IsNeverShorterThanWhatWasAsked) {
    for (const double seconds : {1e-9, 0.001, 0.1, 0.3, 1.0 / 3, 7.7, 1e6 + 0.1})
        EXPECT_GE(Seconds(to_duration(Seconds(seconds))).count(), seconds) << seconds;
    for (const float seconds : {0.001F, 0.1F, 0.3F, 7.7F})
        EXPECT_GE(std::chrono::duration<float>(to_duration(std::chrono::duration<float>(seconds))),
                  std::chrono::duration<float>(seconds));
}

TEST(ToDuration, SaturatesWhatIsTooLongForTheClock) {
    EXPECT_EQ(to_duration(std::chrono::hours::max()), longest);
    EXPECT_EQ(to_duration(std::chrono::years(300)), longest);
    EXPECT_EQ(to_duration(std::chrono::microseconds(9'223'372'036'854'776)), longest);
    EXPECT_EQ(to_duration(Seconds(1e300)), longest);
    EXPECT_EQ(to_duration(Seconds(std::numeric_limits<double>::infinity())), longest);
}

TEST(ToDuration, SaturatesWhatIsTooFarInThePast) {
    EXPECT_EQ(to_duration(std::chrono::hours::min()), shortest);
    EXPECT_EQ(to_duration(Seconds(-1e300)), shortest);
    EXPECT_EQ(to_duration(Seconds(-std::numeric_limits<double>::infinity())), shortest);
}

TEST(ToDuration, RefusesWhatIsNotANumber) {
    try {
        to_duration(Seconds(std::numeric_limits<double>::quiet_NaN()));
        FAIL() << "it was taken for a number";
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(), "a delay must be a number");
    }
    EXPECT_THROW(to_duration(std::chrono::duration<float, std::nano>(
                     std::numeric_limits<float>::signaling_NaN())),
                 std::invalid_argument);
}

TEST(ToDuration, CanBeHadAtCompileTime) {
    static_assert(to_duration(1ms) == 1'000'000ns);
    static_assert(later(epoch, 1s) == epoch + 1s);
    static_assert(end_of_tick(epoch) == epoch + tick);
}

TEST(Later, Adds) {
    EXPECT_EQ(later(epoch + 5s, 2s), epoch + 7s);
    EXPECT_EQ(later(epoch + 5s, -7s), epoch - 2s);
    EXPECT_EQ(later(epoch, 0ns), epoch);
}

TEST(Later, SaturatesAtNever) {
    EXPECT_EQ(later(epoch, longest), never);
    EXPECT_EQ(later(epoch + 1ns, longest), never);
    EXPECT_EQ(later(never, 1ns), never);
    EXPECT_EQ(later(never - 1ns, 1ns), never);
    EXPECT_EQ(later(never - 2ns, 1ns), never - 1ns);
    EXPECT_EQ(later(never, 0ns), never);
}

TEST(Later, SaturatesInThePast) {
    EXPECT_EQ(later(epoch, shortest), TimePoint::min());
    EXPECT_EQ(later(epoch - 1ns, shortest), TimePoint::min());
    EXPECT_EQ(later(TimePoint::min(), -1ns), TimePoint::min());
    EXPECT_EQ(later(TimePoint::min(), shortest), TimePoint::min());
    EXPECT_EQ(later(TimePoint::min() + 2ns, -1ns), TimePoint::min() + 1ns);
    EXPECT_EQ(later(never, shortest), epoch - 1ns);
}

TEST(EndOfTick, IsTheFirstMomentOfTheNextTick) {
    EXPECT_EQ(end_of_tick(epoch), epoch + tick);
    EXPECT_EQ(end_of_tick(epoch + 1ns), epoch + tick);
    EXPECT_EQ(end_of_tick(epoch + tick - 1ns), epoch + tick);
    EXPECT_EQ(end_of_tick(epoch + tick), epoch + 2 * tick);
}

TEST(EndOfTick, WorksBeforeTheEpoch) {
    EXPECT_EQ(end_of_tick(epoch - 1ns), epoch);
    EXPECT_EQ(end_of_tick(epoch - tick), epoch);
    EXPECT_EQ(end_of_tick(epoch - tick - 1ns), epoch - tick);
    EXPECT_EQ(end_of_tick(TimePoint::min()), TimePoint::min() + tick);
}

TEST(EndOfTick, SaturatesAtNever) {
    EXPECT_EQ(end_of_tick(never), never);
    EXPECT_EQ(end_of_tick(never - 1ns), never);
    EXPECT_LT(end_of_tick(never - 2 * tick), never);
}

// A kernel that waits until then never wakes before the moment, nor more than a tick after it.
TEST(EndOfTick, IsLaterByATickAtMost) {
    for (std::int64_t count = -300'000; count < 300'000; count += 7) {
        const TimePoint moment{Duration(count)};
        EXPECT_GT(end_of_tick(moment), moment);
        EXPECT_LE(end_of_tick(moment), moment + tick);
    }
}

}  // namespace
