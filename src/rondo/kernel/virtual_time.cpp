#include <rondo/base/errors.hpp>
#include <rondo/kernel/virtual_time.hpp>

#include <algorithm>

namespace rondo {

/// The moment by the kernel's clock, which shows `began` while this one shows `now_`.
TimePoint VirtualTime::by_kernel_clock(TimePoint moment, TimePoint began) const {
    if (moment == never) return never;
    return moment <= now_ ? began : later(began, moment - now_);
}

void VirtualTime::wait(TimePoint until, NodeQueue& ready) {
    if (until == TimePoint::min() || woken_) {
        if (woken_ || !kernel_->idle()) kernel_->wait(TimePoint::min(), ready);
    } else if (!kernel_->idle() || outside_ != 0) {
        const TimePoint began = kernel_->now();
        kernel_->wait(by_kernel_clock(until, began), ready);
        now_ = std::max(now_, std::min(until, later(now_, kernel_->now() - began)));
    } else {
        if (until == never)
            throw RuntimeError(
                "virtual time: nothing is ready, no timer will be due, no descriptor is waited for "
                "and no thread is known to be at work, so this would wait for ever");
        now_ = std::max(now_, until);
    }
    woken_ = false;
    pending_ = kernel_->idle() ? 0 : 1;
}

void VirtualTime::wake() noexcept {
    woken_ = true;
    kernel_->wake();
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

bool VirtualTime::submit(Operation& operation) {
    const bool under_way = kernel_->submit(operation);
    pending_ = kernel_->idle() ? 0 : 1;
    return under_way;
}

bool VirtualTime::cancel(Operation& operation) {
    const bool free = kernel_->cancel(operation);
    pending_ = kernel_->idle() ? 0 : 1;
    return free;
}

void VirtualTime::cancel_all(NodeQueue& let_go) noexcept {
    kernel_->cancel_all(let_go);
    pending_ = 0;
}

void VirtualTime::close_descriptor(Descriptor descriptor, NodeQueue& ended) noexcept {
    kernel_->close_descriptor(descriptor, ended);
    pending_ = kernel_->idle() ? 0 : 1;
}

}  // namespace rondo
