/// @file
/// VirtualTime: a kernel whose clock jumps instead of waiting.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <memory>
#include <utility>

namespace rondo {

/// Virtual time: when there is nothing to do, the clock jumps to the next deadline.
///
/// A program that sleeps for an hour is over at once, and comes out the same each time: that is
/// what tests want. It stands in front of a real kernel, which still looks after descriptors. While
/// a descriptor is waited for, something may come in from outside: time cannot jump past that, and
/// passes as it does really.
///
/// Built in chapter 2; the kernel behind it in chapter 3.
class VirtualTime final : public Poller {
public:
    /// @param kernel looks after descriptors.
    explicit VirtualTime(std::unique_ptr<Poller> kernel) : kernel_(std::move(kernel)) {}

    const char* name() const override { return kernel_->name(); }
    TimePoint now() const override { return now_; }
    /// @throws RuntimeError if nothing is left to wait for: that would be for ever.
    void wait(TimePoint until, NodeQueue& ready) override;
    void watch(Descriptor descriptor, Direction direction, Node& node) override {
        kernel_->watch(descriptor, direction, node);
    }
    bool unwatch(Descriptor descriptor, Direction direction) override {
        return kernel_->unwatch(descriptor, direction);
    }
    void submit(Operation& operation) override { kernel_->submit(operation); }
    bool cancel(Operation& operation) override { return kernel_->cancel(operation); }
    void forget(Descriptor descriptor) override { kernel_->forget(descriptor); }
    bool idle() const override { return kernel_->idle(); }

private:
    std::unique_ptr<Poller> kernel_;
    TimePoint now_{};
};

}  // namespace rondo
