/// @file
/// Watcher: who looks over a loop's shoulder.
#pragma once

#include <rondo/base/node.hpp>

namespace rondo {

/// Looks on while a loop works: debug mode, the trace recorder, the shuffler of a seeded order.
///
/// A loop without a watcher pays one comparison a turn for all of this. The calls come from the
/// loop's own thread, in the order below, in each turn. A loop destroys its watchers when it is
/// closed.
///
/// Built in chapter 15.
class Watcher {
public:
    virtual ~Watcher() = default;
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    /// A turn begins. If the ready queue is empty, it waits for the kernel or for a timer now.
    virtual void turn_begins() {}
    /// The kernel was asked, and these are what it reported. They are not in the ready queue yet.
    virtual void kernel_reported(const NodeQueue& /*nodes*/) {}
    /// These are the timers that are due. They are not in the ready queue yet.
    virtual void timers_due(const NodeQueue& /*nodes*/) {}
    /// These run in this turn, in this order, which the watcher may change.
    virtual void batch_begins(NodeQueue& /*nodes*/) {}
    /// This one runs now; `behind` is what is left of the batch.
    virtual void step_begins(Node& /*node*/, const NodeQueue& /*behind*/) {}
    /// It has run, and may be gone.
    virtual void step_ended() {}

protected:
    Watcher() = default;
};

}  // namespace rondo
