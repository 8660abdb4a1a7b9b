/// @file
/// Sleeper: waiting, and nothing else.
#pragma once

#include <rondo/kernel/poller.hpp>

namespace rondo {

/// A poller that has nothing to watch: it sleeps until the moment has come.
///
/// Built in chapter 2; in chapter 3 a kernel takes its place.
class Sleeper final : public Poller {
public:
    void wait(TimePoint until, NodeQueue& ready) override;
};

}  // namespace rondo
