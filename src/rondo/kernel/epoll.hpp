/// @file
/// Epoll: the Linux kernel, asked for what is ready.
#pragma once

#include <rondo/base/process.hpp>
#include <rondo/kernel/table_poller.hpp>

namespace rondo {

/// Linux's epoll: epoll(7). The kernel keeps the table, so asking costs by what is ready, not by
/// what is waited for.
///
/// A watched descriptor is registered level-triggered for what is watched. One that operations use
/// is registered once, edge-triggered, for both directions and for its whole life: each operation
/// is tried when it is submitted, so no edge that came earlier is missed, and no system call is
/// needed to begin or to end one.
///
/// The kernel's table knows files, and what it reports for one that was closed here, but is open
/// under another number or in another process, nobody can take out any more. So registrations are
/// numbered; and when one reports that is not (any more) in our table, the kernel gets a new table.
///
/// What wakes it is an eventfd, edge-triggered: each write is a new edge, so nobody has to read it.
///
/// A child that was forked has its parent's table and eventfd, so it makes its own before it asks.
///
/// Built in chapter 4; waking in chapter 13.
class Epoll final : public TablePoller {
public:
    /// @throws std::system_error if the system has no descriptor left for it.
    Epoll();
    ~Epoll() override;

    const char* name() const override { return "epoll"; }
    void wait(TimePoint until, NodeQueue& ready) override;
    void wake() noexcept override;

protected:
    void update(Descriptor descriptor, DescriptorEntry& entry) override;
    void unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept override;

private:
    void close_all() noexcept;
    /// Makes a table of the kernel's in which there is what is in ours, and takes it from now on.
    /// @return false, with `errno`, if there can be none.
    bool make_table() noexcept;
    void leave_parent();

    ProcessMark process_;  // of epoll_ and event_
    int epoll_ = -1;
    int event_;                        // the eventfd
    std::uint32_t registrations_ = 0;  // how many there were
    bool whole_milliseconds_ = false;  // on a kernel before 5.11, without epoll_pwait2
};

}  // namespace rondo
