/// @file
/// For tests that run on every poller that this system has.
#pragma once

#include <rondo/kernel/choose.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace support {

/// The base of such tests; `GetParam()` is the poller's name.
using OnEachPoller = ::testing::TestWithParam<std::string>;

/// What these tests are run with, by `SUPPORT_ON_EACH_POLLER`.
inline std::vector<std::string> all_pollers() {
    std::vector<std::string> names;
    for (const std::string_view name : rondo::poller_names()) names.emplace_back(name);
    return names;
}

/// Those that can watch. IOCP cannot: it knows only what it has begun itself.
inline std::vector<std::string> watching_pollers() {
    std::vector<std::string> names = all_pollers();
    std::erase(names, "iocp");
    return names;
}

}  // namespace support

/// Runs the tests of a suite, a class derived from `support::OnEachPoller`, on every poller.
#define SUPPORT_ON_EACH_POLLER(suite)                                                \
    INSTANTIATE_TEST_SUITE_P(On, suite, ::testing::ValuesIn(support::all_pollers()), \
                             [](const auto& chosen) { return std::string(chosen.param); })
/// The same for tests of watching, as `add_reader` does.
#define SUPPORT_ON_EACH_POLLER_THAT_WATCHES(suite)                                        \
    INSTANTIATE_TEST_SUITE_P(On, suite, ::testing::ValuesIn(support::watching_pollers()), \
                             [](const auto& chosen) { return std::string(chosen.param); })
