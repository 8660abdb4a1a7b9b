/// @file
/// TablePoller: what all real kernels have in common.
#pragma once

#include <rondo/kernel/descriptor_table.hpp>
#include <rondo/kernel/poller.hpp>

namespace rondo {

/// A kernel with a table of who waits for what.
///
/// As it stands here it fits those that say *when you may*: poll, epoll, kqueue. Each of them adds
/// how to tell the system, and how to ask. CompletionPoller makes the other kind of it.
///
/// Built in chapter 6.
class TablePoller : public Poller {
public:
    void watch(Descriptor descriptor, Direction direction, Node& node) override;
    bool unwatch(Descriptor descriptor, Direction direction) override;
    bool submit(Operation& operation) override;
    bool cancel(Operation& operation) override;
    void cancel_all(NodeQueue& let_go) noexcept override;
    void forget(Descriptor descriptor) override;
    void close_descriptor(Descriptor descriptor, NodeQueue& ended) noexcept override;
    std::vector<Wait> waits() const override { return table_.waits(); }

protected:
    /// Tells the system what is waited for on a descriptor, after the table has changed.
    /// @throws std::system_error if the system refuses something new; the change is taken back
    /// then.
    virtual void update(Descriptor descriptor, DescriptorEntry& entry) = 0;

    /// Takes a descriptor, for which nobody waits, out of what the system was told.
    virtual void unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept = 0;

    /// The operation is the first in its line: begins it, or goes on.
    /// @return whether it is over.
    virtual bool begin(Operation& operation, DescriptorEntry& /*entry*/) {
        return !operation.exhausted && operation.attempt();
    }

    /// A descriptor is ready: queues who waited for it.
    void report(DescriptorEntry& entry, bool readable, bool writable, NodeQueue& ready);

    /// Tells the first operation of a line whether trying is in vain, begins it, and notes what it
    /// has found.
    /// @return whether it is over.
    bool try_first(Operation& operation, DescriptorEntry& entry);
    /// There is a sign. If the first operation of a line is to try in its turn, that is all for it.
    /// @return whether it was.
    bool signal_first(NodeQueue& line, NodeQueue& ready);
    /// Takes the first operation, which has ended, out of its line, and queues it.
    void finish_first(NodeQueue& line, NodeQueue& ready);
    /// Ends the watches of a descriptor and takes its operations back.
    void take_back(Descriptor descriptor, NodeQueue& let_go);

    DescriptorTable table_;

private:
    void update_after_removal(Descriptor descriptor, DescriptorEntry& entry) noexcept;
    void report(DescriptorEntry& entry, Direction direction, NodeQueue& ready);
};

/// "cannot wait for descriptor 7 by epoll: Bad file descriptor".
/// @param error the number of the error, as an `errno`.
/// @throws std::system_error
[[noreturn]] void refuse(const char* poller, Descriptor descriptor, int error);

}  // namespace rondo
