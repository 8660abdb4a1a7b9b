#include <rondo/base/errors.hpp>
#include <rondo/kernel/virtual_time.hpp>

#include <algorithm>

namespace rondo {

void VirtualTime::wait(TimePoint until, NodeQueue&) {
    if (until == never)
        throw RuntimeError(
            "virtual time: nothing is ready and no timer is armed, so this would wait for ever");
    now_ = std::max(now_, until);
}

}  // namespace rondo
