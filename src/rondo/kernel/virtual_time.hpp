/// @file
/// VirtualTime: a kernel whose clock jumps instead of waiting.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <atomic>
#include <memory>

namespace rondo {

/// Virtual time: when there is nothing to do, the clock jumps to the next deadline.
///
/// A program that sleeps for an hour is over at once, and comes out the same each time: that is
/// what tests want. It stands in front of a real kernel, which still looks after descriptors. While
/// something may come in from outside, time cannot jump past that, and passes as it does really:
/// while a descriptor is waited for, work is under way in another thread (`begin_outside`), or a
/// signal is handled.
///
/// Built in chapter 2; other threads in chapter 13.
class VirtualTime final : public Poller {
public:
    /// @param kernel looks after descriptors.
    explicit VirtualTime(std::unique_ptr<Poller> kernel) : kernel_(std::move(kernel)) {}

    const char* name() const override { return kernel_->name(); }
    TimePoint now() const override { return now_; }
    bool time_is_virtual() const override { return true; }
    /// @throws RuntimeError if nothing is left to wait for: that would be for ever.
    void wait(TimePoint until, NodeQueue& ready) override;
    void wake() noexcept override;
    void watch(Descriptor descriptor, Direction direction, Node& node) override;
    bool unwatch(Descriptor descriptor, Direction direction) override;
    bool submit(Operation& operation) override;
    bool cancel(Operation& operation) override;
    void cancel_all(NodeQueue& let_go) noexcept override;
    void forget(Descriptor descriptor) override { kernel_->forget(descriptor); }
    void close_descriptor(Descriptor descriptor, NodeQueue& ended) noexcept override;
    std::vector<Wait> waits() const override { return kernel_->waits(); }

private:
    TimePoint by_kernel_clock(TimePoint moment, TimePoint began) const;

    std::unique_ptr<Poller> kernel_;
    TimePoint now_{};
    std::atomic<bool> woken_ = false;  // time must not jump: the loop has to look round first
};

}  // namespace rondo
