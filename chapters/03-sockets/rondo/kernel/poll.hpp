/// @file
/// Poll: the oldest way to wait for many descriptors, and the one that every system has.
#pragma once

#include <rondo/kernel/readiness.hpp>

#include <vector>

namespace rondo {

/// poll(2), or WSAPoll on Windows: the whole list goes to the kernel with each question.
///
/// Built in chapter 3.
class Poll final : public ReadinessPoller {
public:
    /// @throws std::system_error if Windows has no sockets for this program.
    Poll();

    const char* name() const override { return "poll"; }
    void wait(TimePoint until, NodeQueue& ready) override;

protected:
    void update(Descriptor descriptor, DescriptorEntry& entry) override;
    void unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept override;

private:
    std::vector<Descriptor> descriptors_;  // that somebody waits for, or did until just now
};

}  // namespace rondo
