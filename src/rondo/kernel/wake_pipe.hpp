/// @file
/// WakePipe: how another thread, or a signal handler, interrupts a kernel that waits.
#pragma once

#include <rondo/base/process.hpp>
#include <rondo/kernel/poller.hpp>

namespace rondo {

/// A pipe to oneself: what is written at one end makes the other end readable, and that is
/// something that every kernel can wait for. On Windows, whose kernel waits for sockets only, it is
/// a datagram socket of the loopback interface that is connected to itself.
///
/// Built in chapter 13.
class WakePipe {
public:
    /// @throws std::system_error if the system has no descriptor left for it.
    WakePipe();
    ~WakePipe();
    WakePipe(const WakePipe&) = delete;
    WakePipe& operator=(const WakePipe&) = delete;

    /// What becomes readable.
    Descriptor descriptor() const { return read_end_; }
    /// In a child that was forked, the pipe is the parent's: makes another, which is readable, for
    /// it may have been woken meanwhile.
    /// @return whether there is another descriptor now.
    /// @throws std::system_error as the constructor does.
    bool leave_parent();
    /// Makes it readable. From any thread, and from a signal handler.
    void wake() noexcept;
    /// Makes it unreadable again.
    void drain() noexcept;

private:
    void make();

    ProcessMark process_;  // of both ends
    Descriptor read_end_;
    Descriptor write_end_;
};

}  // namespace rondo
