#include <rondo/kernel/poller.hpp>

#include <algorithm>
#include <cstdint>

namespace rondo {

std::int64_t units_until(TimePoint until, TimePoint now, Duration unit, std::int64_t forever) {
    if (until == never) return forever;
    if (until <= now) return 0;
    // Unsigned: from the far past to the far future is more than a Duration can count.
    const auto length = static_cast<std::uint64_t>(until.time_since_epoch().count()) -
                        static_cast<std::uint64_t>(now.time_since_epoch().count());
    const auto size = static_cast<std::uint64_t>(unit.count());
    const std::uint64_t units = (length - 1) / size + 1;
    return static_cast<std::int64_t>(std::min<std::uint64_t>(units, INT64_MAX));
}

}  // namespace rondo
