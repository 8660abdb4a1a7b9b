/// @file
/// Iocp: Windows, told what to do.
#pragma once

#include <rondo/kernel/completion_poller.hpp>

#include <atomic>
#include <memory>
#include <unordered_map>
#include <vector>

namespace rondo {

/// Windows' completion port: "I/O Completion Ports" in its documentation. A socket is tied to the
/// port when it is first used, for its life; what it has done, the port tells.
///
/// Windows says when a socket can be read (a receive of no bytes is done then), but not when it can
/// be written. So an operation that only knows how to try may read; and nothing can be watched.
///
/// What wakes it is a packet of our own in the port.
///
/// Built in chapter 6; waking in chapter 13.
class Iocp final : public CompletionPoller {
public:
    /// @throws std::system_error if Windows has no port or no sockets for this program.
    Iocp();
    ~Iocp() override;

    const char* name() const override { return "iocp"; }
    void wait(TimePoint until, NodeQueue& ready) override;
    void wake() noexcept override;

    /// @throws RuntimeError always.
    void watch(Descriptor descriptor, Direction direction, Node& node) override;
    void receive(Operation& operation, std::span<std::byte> buffer) override;
    void send(Operation& operation, std::span<const std::byte> bytes) override;
    void accept(Operation& operation) override;
    void connect(Operation& operation, const SocketAddress& address) override;
    void send_to(Operation& operation, std::span<const std::byte> bytes,
                 const SocketAddress& address) override;

protected:
    void unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept override;
    void ask(Descriptor descriptor, Direction direction) override;
    void withdraw(Descriptor descriptor, Direction direction) override;
    void wait_for(Descriptor descriptor, NodeQueue& ready) override;

private:
    struct Request;
    struct Requests;
    struct Completion {
        Descriptor descriptor;
        Request* request;
    };

    Requests& requests_of(Descriptor descriptor);
    Request& request(Descriptor descriptor, Direction direction);
    void expect(Descriptor descriptor, Request& request, bool begun);
    void say_done(Descriptor descriptor, Request& request, int error);
    bool ask_once(TimePoint until, NodeQueue& ready);
    void collect(TimePoint until);
    void take(const Completion& completion, NodeQueue& ready) noexcept;

    void* port_;
    std::atomic<bool> woken_ = false;      // the port has a packet that says so, or will have
    bool wake_seen_ = false;               // it was taken out, and no `wait` has returned since
    std::vector<Completion> completions_;  // not taken yet
    std::size_t under_way_ = 0;            // requests of which we have not heard
    std::unordered_map<Descriptor, std::unique_ptr<Requests>> requests_;
    std::byte addresses_[512];  // where AcceptEx writes what nobody reads
};

}  // namespace rondo
