/// @file
/// Kqueue: the kernels of macOS and the BSDs, asked for what is ready.
#pragma once

#include <rondo/base/process.hpp>
#include <rondo/kernel/table_poller.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

// The systems that have it. (OpenBSD's lacked EVFILT_USER for long.) Whoever builds this over an
// emulation says so.
#if defined(__APPLE__) || defined(__FreeBSD__) || defined(__DragonFly__) || defined(__NetBSD__)
#define RONDO_KQUEUE
#endif

struct kevent;  // of the system's <sys/event.h>

namespace rondo {

/// kqueue(2): a list of changes goes in and a list of events comes out, in one call.
///
/// Each direction of a descriptor is registered by itself: that of a watch by level, for as long as
/// it is watched; that of operations by edge (EV_CLEAR), once, for the descriptor's life. What is
/// new is told at once, for it may be refused; what is over waits for the next call.
///
/// A queue knows numbers, and closing one takes out what is registered for it. So what was closed
/// too early is never reported, and what is to be taken out may be gone already.
///
/// What wakes it is an event of the user's, for which no descriptor is needed.
///
/// A child that was forked does not inherit the queue, so it makes its own before it asks.
///
/// Built in chapter 5; waking in chapter 13.
class Kqueue final : public TablePoller {
public:
    /// @throws std::system_error if the system has no descriptor left for it.
    Kqueue();
    ~Kqueue() override;

    const char* name() const override { return "kqueue"; }
    void wait(TimePoint until, NodeQueue& ready) override;
    void wake() noexcept override;

protected:
    void update(Descriptor descriptor, DescriptorEntry& entry) override;
    void unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept override;

private:
    void make_queue();
    void leave_parent();

    /// Registers directions, now.
    /// @return the number of the error, or 0.
    int add(Descriptor descriptor, std::uint32_t wanted) noexcept;
    /// Takes out what is registered, by the next call.
    void take_out(Descriptor descriptor, std::uint32_t registered) noexcept;

    ProcessMark process_;  // of kqueue_
    int kqueue_ = -1;
    std::vector<struct kevent> changes_;  // that the system has not been told yet
};

}  // namespace rondo
