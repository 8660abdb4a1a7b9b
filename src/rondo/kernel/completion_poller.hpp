/// @file
/// CompletionPoller: what all kernels that say "it is done" have in common.
#pragma once

#include <rondo/kernel/sockets.hpp>
#include <rondo/kernel/table_poller.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace rondo {

/// A kernel that says *when it is done*: IOCP, io_uring.
///
/// It works on one request at a time for each descriptor and direction: that of the operation which
/// is the first in its line. So operations end in their order; the descriptor and the direction
/// are name enough for a request; and whoever is not the first can be taken back at once. A watch
/// is a request to say when it can be tried, made again after each answer.
///
/// What is to be asked, asked again or withdrawn is only noted, and told in the next `wait`: by
/// then those who were told have run, and if the system refuses, nothing is half done.
///
/// Built in chapter 6.
class CompletionPoller : public TablePoller {
public:
    /// @name What an operation may hand over, in `Operation::start`: one of these
    /// @{

    /// Receives into a buffer, which is the kernel's until `Operation::completed`.
    virtual void receive(Operation& operation, std::span<std::byte> buffer) = 0;
    /// Sends bytes, which must not change until `Operation::completed`.
    virtual void send(Operation& operation, std::span<const std::byte> bytes) = 0;
    /// Accepts a connection; the outcome is its socket.
    virtual void accept(Operation& operation) = 0;
    /// Connects. The address must stay where it is until `Operation::completed`.
    virtual void connect(Operation& operation, const SocketAddress& address) = 0;
    /// Sends a datagram; its bytes and its address must stay until `Operation::completed`. Where
    /// the kernel says when that can be tried, it is tried then. Built in chapter 14.
    virtual void send_to(Operation& operation, std::span<const std::byte> /*bytes*/,
                         const SocketAddress& /*address*/) {
        wait_until_ready(operation);
    }
    /// Says when it can be tried in the operation's direction; then it is started again.
    /// @throws RuntimeError if this kernel cannot say so.
    void wait_until_ready(Operation& operation);

    /// @}

    bool unwatch(Descriptor descriptor, Direction direction) override;
    bool cancel(Operation& operation) override;
    void forget(Descriptor descriptor) override;
    void close_descriptor(Descriptor descriptor, NodeQueue& ended) noexcept override;

protected:
    bool begin(Operation& operation, DescriptorEntry& entry) override;
    void update(Descriptor descriptor, DescriptorEntry& entry) override;
    void unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept override;

    /// In a child that was forked, where the system's part is the parent's: makes another.
    /// Built in chapter 13.
    virtual void leave_parent() {}
    /// Asks the system to say when a descriptor is ready.
    /// @throws RuntimeError if it never says that.
    virtual void ask(Descriptor descriptor, Direction direction) = 0;
    /// Tells the system to let go of the request that it has. It will say when it has.
    virtual void withdraw(Descriptor descriptor, Direction direction) = 0;
    /// Waits until the system has said that it lets go of something of this descriptor, which must
    /// have a request, and takes that; what else it says is for the next `wait`.
    virtual void wait_for(Descriptor descriptor, NodeQueue& ready) = 0;

    /// The system has let go of a request. Queues what is over, and notes what comes next.
    /// @param outcome none if it did nothing.
    void let_go(Descriptor descriptor, Direction direction,
                std::optional<Operation::Outcome> outcome, NodeQueue& ready) noexcept;
    /// The system has forgotten all requests, and has done nothing of them.
    void all_gone() noexcept;

    /// Whether there is something to tell.
    bool has_changes() const { return !changed_.empty(); }
    /// Tells the system what has changed. For the beginning of `wait`.
    /// @param ready takes the operations that are over without it.
    void tell_changes(NodeQueue& ready);

private:
    void tell(Descriptor descriptor, NodeQueue& ready);
    void tell_at_once(Descriptor descriptor, NodeQueue& ready);
    void tell(Descriptor descriptor, Direction direction, DescriptorEntry& entry, NodeQueue& ready);
    void note_change(Descriptor descriptor, DescriptorEntry& entry) noexcept;
    void wait_until_let_go(Descriptor descriptor, NodeQueue& ready);

    std::vector<Descriptor> changed_;  // has room for each descriptor of the table
};

}  // namespace rondo
