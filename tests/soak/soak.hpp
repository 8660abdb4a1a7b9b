/// @file
/// What the soak tests share: many rounds of something, with an eye on memory.
#pragma once

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <unistd.h>

namespace soak {

/// The memory that this process has from the system right now.
inline long resident_kib() {
    long pages = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

/// How many rounds: a million, or what SOAK_ROUNDS says.
inline long rounds() {
    const char* asked = std::getenv("SOAK_ROUNDS");
    return asked != nullptr ? std::atol(asked) : 1'000'000;
}

/// What the memory may grow by, however many rounds there are: about a byte for each of a million.
constexpr long bound_kib = 1'024;

/// Does something many times, first to warm up, and then with an eye on memory.
/// @param work called with the number of rounds that it is to do.
/// @param share what is slow does only one in so many.
template <class F>
void stays_small(F work, long share = 1) {
    const long all = std::max(rounds() / share, 100L);
    work(all / 5 + 1);
    const long before = resident_kib();
    work(all);
    const long grown = resident_kib() - before;
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    std::printf("%-44s %9ld rounds %8ld KiB %+7ld KiB\n", test->name(), all, before, grown);
    std::fflush(stdout);
    EXPECT_LE(grown, bound_kib);
}

/// The same for a coroutine, in a loop of its own.
template <class F>
void stays_small_in_a_loop(F work, long share = 1, bool virtual_time = true) {
    stays_small(
        [&](long rounds_now) { rondo::run(work(rounds_now), {.virtual_time = virtual_time}); },
        share);
}

}  // namespace soak
