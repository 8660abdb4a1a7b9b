/// @file
/// ReadinessPoller: what all kernels that say "you may try now" have in common.
#pragma once

#include <rondo/kernel/descriptor_table.hpp>
#include <rondo/kernel/poller.hpp>

namespace rondo {

/// A kernel that says *when you may*: poll, epoll, kqueue.
///
/// It keeps the table of who waits for what; a kernel adds how to tell the system, and how to ask.
///
/// Built in chapter 3.
class ReadinessPoller : public Poller {
public:
    void watch(Descriptor descriptor, Direction direction, Node& node) override;
    bool unwatch(Descriptor descriptor, Direction direction) override;
    void submit(Operation& operation) override;
    bool cancel(Operation& operation) override;
    void forget(Descriptor descriptor) override;
    std::vector<Wait> waits() const override { return table_.waits(); }

protected:
    /// Tells the system what is waited for on a descriptor, after the table has changed.
    /// @throws std::system_error if the system refuses something new; the change is taken back
    /// then.
    virtual void update(Descriptor descriptor, DescriptorEntry& entry) = 0;

    /// Takes a descriptor, for which nobody waits, out of what the system was told.
    virtual void unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept = 0;

    /// A descriptor is ready: queues who waited for it.
    void report(DescriptorEntry& entry, bool readable, bool writable, NodeQueue& ready);

    DescriptorTable table_;

private:
    void update_after_removal(Descriptor descriptor, DescriptorEntry& entry) noexcept;
};

/// "cannot wait for descriptor 7 by epoll: Bad file descriptor", with the number of the error.
/// @throws std::system_error
[[noreturn]] void refuse(const char* poller, Descriptor descriptor, int error);

}  // namespace rondo
