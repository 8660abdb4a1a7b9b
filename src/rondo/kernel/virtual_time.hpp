/// @file
/// VirtualTime: a kernel whose clock jumps instead of waiting.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <memory>

namespace rondo {

/// Virtual time: when there is nothing to do, the clock jumps to the next deadline.
///
/// A program that sleeps for an hour is over at once, and comes out the same each time: that is
/// what tests want. It stands in front of a real kernel, which still looks after descriptors. While
/// one of those is waited for, time cannot jump past what may come in; it passes as it does really.
///
/// Built in chapter 2.
class VirtualTime final : public Poller {
public:
    /// @param kernel looks after descriptors.
    explicit VirtualTime(std::unique_ptr<Poller> kernel) : kernel_(std::move(kernel)) {}

    const char* name() const override { return kernel_->name(); }
    TimePoint now() const override { return now_; }
    /// @throws RuntimeError if nothing is left to wait for: that would be for ever.
    void wait(TimePoint until, NodeQueue& ready) override;
    void watch(Descriptor descriptor, Direction direction, Node& node) override;
    bool unwatch(Descriptor descriptor, Direction direction) override;
    void submit(Operation& operation) override;
    bool cancel(Operation& operation) override;
    void forget(Descriptor descriptor) override { kernel_->forget(descriptor); }

private:
    std::unique_ptr<Poller> kernel_;
    TimePoint now_{};
};

}  // namespace rondo
