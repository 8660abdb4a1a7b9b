#include <rondo/base/errors.hpp>
#include <rondo/kernel/virtual_time.hpp>

#include <algorithm>

namespace rondo {

void VirtualTime::wait(TimePoint until, NodeQueue& ready) {
    if (until == TimePoint::min()) {
        kernel_->wait(until, ready);
    } else if (!kernel_->idle()) {
        const TimePoint began = kernel_->now();
        kernel_->wait(until == never ? never : later(began, until - now_), ready);
        now_ = std::max(now_, std::min(until, later(now_, kernel_->now() - began)));
    } else {
        if (until == never)
            throw RuntimeError(
                "virtual time: nothing is ready, no timer will be due and no descriptor is waited "
                "for, so this would wait for ever");
        now_ = std::max(now_, until);
    }
}

}  // namespace rondo
