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
                "virtual time: nothing is ready, no timer is armed and no descriptor is waited "
                "for, so this would wait for ever");
        now_ = std::max(now_, until);
    }
    pending_ = kernel_->idle() ? 0 : 1;
}

void VirtualTime::watch(Descriptor descriptor, Direction direction, Node& node) {
    kernel_->watch(descriptor, direction, node);
    pending_ = 1;
}

bool VirtualTime::unwatch(Descriptor descriptor, Direction direction) {
    const bool was_watched = kernel_->unwatch(descriptor, direction);
    pending_ = kernel_->idle() ? 0 : 1;
    return was_watched;
}

void VirtualTime::submit(Operation& operation) {
    kernel_->submit(operation);
    pending_ = 1;
}

bool VirtualTime::cancel(Operation& operation) {
    const bool free = kernel_->cancel(operation);
    pending_ = kernel_->idle() ? 0 : 1;
    return free;
}

}  // namespace rondo
