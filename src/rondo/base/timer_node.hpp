/// @file
/// TimerNode, what waits for a moment.
#pragma once

#include <rondo/base/clock.hpp>
#include <rondo/base/node.hpp>

#include <cstdint>

namespace rondo {

/// Something that waits for a moment: a callback of `call_later`, a sleeping task.
///
/// When the moment has come it goes into the ready queue, as the Node that it is. Until then the
/// heap or the wheel holds it, and `place` says where, so that it can be taken out again.
///
/// Built in chapter 2.
class TimerNode : public Node {
public:
    /// Who holds a timer.
    enum class Holder : std::uint8_t {
        nobody,  ///< it is not armed
        heap,    ///< a TimerHeap
        wheel,   ///< a TimerWheel
    };

    TimerNode() = default;
    /// @param deadline when it is due.
    explicit TimerNode(TimePoint deadline) : when(deadline) {}

    /// Whether it waits: neither due yet nor cancelled.
    bool armed() const { return holder != Holder::nobody; }

    TimerNode* as_timer() override { return this; }

    /// When it is due.
    TimePoint when{};
    /// While it is armed: the one before it in its slot of the wheel; the one behind it is `next`.
    TimerNode* previous;
    /// While it is armed: its index in the heap, or its slot of the wheel.
    std::uint32_t place;
    Holder holder = Holder::nobody;  ///< where the timer is, while it is armed

protected:
    ~TimerNode() = default;
};

}  // namespace rondo
