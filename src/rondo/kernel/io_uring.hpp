/// @file
/// IoUring: the Linux kernel, told what to do.
#pragma once

#include <rondo/base/process.hpp>
#include <rondo/kernel/completion_poller.hpp>

#include <cstdint>
#include <memory>
#include <vector>

struct io_uring_sqe;

namespace rondo {

/// Linux's io_uring: io_uring(7). Two rings lie in memory that the kernel shares: requests go in at
/// one, completions come out at the other; one system call passes on what was asked, and waits.
/// Completions that are there already cost no call at all.
///
/// What wakes it is an eventfd, for which a request to say when it can be read is always under way.
///
/// A child that was forked has its parent's rings, so it makes its own, and asks anew.
///
/// Built in chapter 17.
class IoUring final : public CompletionPoller {
public:
    /// @throws std::system_error if this system has none, or forbids it.
    IoUring();
    ~IoUring() override;

    const char* name() const override { return "io_uring"; }
    void wait(TimePoint until, NodeQueue& ready) override;
    void wake() noexcept override;

    void watch(Descriptor descriptor, Direction direction, Node& node) override;
    bool unwatch(Descriptor descriptor, Direction direction) override;
    void receive(Operation& operation, std::span<std::byte> buffer) override;
    void send(Operation& operation, std::span<const std::byte> bytes) override;
    void accept(Operation& operation) override;
    void connect(Operation& operation, const SocketAddress& address) override;

protected:
    void leave_parent() override;
    void ask(Descriptor descriptor, Direction direction) override;
    void withdraw(Descriptor descriptor, Direction direction) override;
    void wait_for(Descriptor descriptor, NodeQueue& ready) override;

private:
    struct Rings;
    struct Completion {
        std::uint64_t name;
        int result;
    };

    io_uring_sqe& request(std::uint8_t what, Descriptor descriptor, std::uint64_t name);
    bool ask_once(TimePoint until, NodeQueue& ready);
    void enter(unsigned completions, TimePoint until);
    void collect() noexcept;
    void take_all(NodeQueue& ready) noexcept;
    void take(const Completion& completion, NodeQueue& ready) noexcept;
    void listen_for_wakes();

    ProcessMark process_;  // of rings_ and event_
    std::unique_ptr<Rings> rings_;
    std::vector<Completion> completions_;  // not taken yet; there is room for all that can come
    unsigned under_way_ = 0;               // requests of which we have not heard
    int event_;                            // the eventfd
    bool listening_ = false;               // to it
    bool woken_ = false;
};

}  // namespace rondo
