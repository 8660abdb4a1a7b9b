/// @file
/// Poll: the oldest way to wait for many descriptors, and the one that every system has.
#pragma once

#include <rondo/kernel/table_poller.hpp>
#include <rondo/kernel/wake_pipe.hpp>

#include <vector>

struct pollfd;  // of the system's <poll.h>, or <winsock2.h>

namespace rondo {

/// poll(2), or WSAPoll on Windows: the whole list goes to the kernel with each question.
///
/// Built in chapter 3; waking in chapter 13.
class Poll final : public TablePoller {
public:
    /// @throws std::system_error if the system has no descriptor left for it, or Windows has no
    /// sockets for this program.
    Poll();
    ~Poll() override;

    const char* name() const override { return "poll"; }
    void wait(TimePoint until, NodeQueue& ready) override;
    void wake() noexcept override { pipe_.wake(); }

protected:
    void update(Descriptor descriptor, DescriptorEntry& entry) override;
    void unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept override;

private:
    WakePipe pipe_;
    /// The list that goes to the kernel. The pipe is the first; an entry's place in it is what the
    /// table knows as `registered`. Those with no events are taken out before the next question.
    std::vector<pollfd> questions_;
};

}  // namespace rondo
