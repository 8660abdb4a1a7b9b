/// @file
/// The operations that a kernel may do by itself: receive, send, accept, connect.
#pragma once

#include <rondo/kernel/poller.hpp>
#include <rondo/kernel/sockets.hpp>

#include <cstddef>
#include <span>

namespace rondo {

/// An operation on a socket, which ends well or with an error.
/// Built in chapter 6.
class SocketOperation : public Operation {
public:
    using Operation::Operation;

    /// What went wrong, as an `errno` on every system; or 0.
    int error = 0;

    /// Whether it brings bytes, which a task had better receive in its own turn.
    /// Built in chapter 14.
    static constexpr bool receives = false;

protected:
    ~SocketOperation() = default;

    /// Notes an error that is one. @return whether that was all: not if it would have had to wait.
    bool settle(SocketResult result) noexcept;
};

/// Receives what has come, as much as fits; nothing, at the end of the stream.
/// Built in chapter 6.
class Receive : public SocketOperation {
public:
    /// @param buffer where to; the kernel's until the operation is over.
    /// @param stream whether bytes come in a stream: then less than a bufferful is all there was.
    Receive(Descriptor socket, std::span<std::byte> buffer, bool stream = false)
        : SocketOperation(socket, Direction::read), buffer_(buffer), stream_(stream) {}

    bool attempt() noexcept override;
    bool start(CompletionPoller& kernel) override;
    bool completed(Outcome outcome) noexcept override;

    static constexpr bool receives = true;  ///< Built in chapter 14.
    std::size_t count = 0;                  ///< how many bytes there were

protected:
    ~Receive() = default;

private:
    void note(std::size_t received) noexcept;

    std::span<std::byte> buffer_;
    bool stream_;
};

/// Sends all of some bytes.
/// Built in chapter 6.
class Send : public SocketOperation {
public:
    /// @param bytes must not change until the operation is over.
    Send(Descriptor socket, std::span<const std::byte> bytes)
        : SocketOperation(socket, Direction::write), left(bytes) {}

    bool attempt() noexcept override;
    bool start(CompletionPoller& kernel) override;
    bool completed(Outcome outcome) noexcept override;

    std::span<const std::byte> left;  ///< what was not sent yet

protected:
    ~Send() = default;
};

/// Accepts a connection, and owns its socket until that is taken.
/// Built in chapter 6.
class Accept : public SocketOperation {
public:
    /// @param listener a socket that listens.
    explicit Accept(Descriptor listener) : SocketOperation(listener, Direction::read) {}
    Accept(const Accept&) = delete;
    Accept& operator=(const Accept&) = delete;

    bool attempt() noexcept override;
    bool start(CompletionPoller& kernel) override;
    bool completed(Outcome outcome) noexcept override;

    Descriptor accepted = no_descriptor;  ///< prepared; who takes it puts `no_descriptor` here
    SocketAddress peer;                   ///< where the other end is

protected:
    ~Accept();
};

/// Connects a socket.
/// Built in chapter 6.
class Connect : public SocketOperation {
public:
    /// @param socket one that is not connected yet.
    Connect(Descriptor socket, const SocketAddress& address)
        : SocketOperation(socket, Direction::write), address_(address) {}

    bool attempt() noexcept override;
    bool start(CompletionPoller& kernel) override;
    bool completed(Outcome outcome) noexcept override;

protected:
    ~Connect() = default;

private:
    SocketAddress address_;
    bool begun_ = false;
};

/// Receives a datagram: always by trying.
/// Built in chapter 14.
class ReceiveFrom : public SocketOperation {
public:
    /// @param buffer where to.
    ReceiveFrom(Descriptor socket, std::span<std::byte> buffer)
        : SocketOperation(socket, Direction::read), buffer_(buffer) {}

    bool attempt() noexcept override;

    std::size_t count = 0;  ///< how many bytes there were; what did not fit is lost
    SocketAddress sender;   ///< where it comes from

protected:
    ~ReceiveFrom() = default;

private:
    std::span<std::byte> buffer_;
};

/// Sends a datagram: by trying, where the kernel says when that is worth it.
/// Built in chapter 14.
class SendTo : public SocketOperation {
public:
    /// @param bytes must not change until the operation is over.
    SendTo(Descriptor socket, std::span<const std::byte> bytes, const SocketAddress& address)
        : SocketOperation(socket, Direction::write), bytes_(bytes), address_(address) {}

    bool attempt() noexcept override;
    bool start(CompletionPoller& kernel) override;
    bool completed(Outcome outcome) noexcept override;

protected:
    ~SendTo() = default;

private:
    std::span<const std::byte> bytes_;
    SocketAddress address_;
};

}  // namespace rondo
