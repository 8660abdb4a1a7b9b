/// @file
/// TimerWheel: a million timers, armed and cancelled at no cost that grows.
#pragma once

#include <rondo/base/timer_heap.hpp>

#include <array>
#include <cstdint>

namespace rondo {

/// Timers by the wheel: O(1) to arm and to cancel, and still in exact order.
///
/// The hierarchical timing wheel of Varghese and Lauck ("Hashed and Hierarchical Timing Wheels",
/// 1987), *in front of* a heap. Time is cut into ticks of 131 µs. Eight levels of 64 slots hold
/// what is due in later ticks: a slot of the first level is one tick wide, a slot of each further
/// level 64 times as wide as those below. When time reaches a slot, its timers move down (they
/// *cascade*), and what belongs to the current tick goes into the heap, which keeps it in order
/// to the nanosecond. Most timers are cancelled long before that, and never see the heap.
///
/// Built in chapter 16.
class TimerWheel {
public:
    /// @param now where it begins. Without that it works too, but its first timers, which seem to
    /// be far away, have to move down from level to level.
    explicit TimerWheel(TimePoint now = {}) : tick_(tick_of(now)) {}

    /// Takes a timer in. O(1), unless it is due within the current tick. The heap's memory for it
    /// is got now: when its time has come, nothing may fail.
    /// @throws std::bad_alloc; the timer is not armed then.
    void arm(TimerNode& timer);
    /// Takes an armed timer out again. O(1), unless it is due within the current tick.
    void disarm(TimerNode& timer);
    /// Moves all that are due at `now` into a queue: in the order of their deadlines, and equal
    /// deadlines in the order of arming.
    void collect(TimePoint now, NodeQueue& due) noexcept {
        // In a slot lies what belongs to a later tick than the current one, which lasts for many
        // turns.
        if (tick_of(now) > tick_) turn_to(tick_of(now), now, due);
        heap_.collect(now, due);
    }
    /// Moves all that there are into a queue, in no order.
    void take_all(NodeQueue& all);

    /// Adds all that there are to a list. Those of equal deadlines are in the order of arming.
    void list(std::vector<const TimerNode*>& all) const;

    /// Whether nothing will ever be due.
    bool empty() const { return in_slots_ == 0 && heap_.empty(); }
    /// The nearest moment at which `collect` has something to do, or `never`. That is the nearest
    /// deadline, or, while that lies in a later tick, the beginning of a slot.
    TimePoint earliest() const;

private:
    static constexpr int level_bits = 6;
    static constexpr int slots_per_level = 1 << level_bits;
    static constexpr int levels = 8;
    static constexpr std::uint32_t never_slot = levels * slots_per_level;

    struct Slot {
        TimerNode* first = nullptr;
        TimerNode* last = nullptr;
    };
    struct NextSlot {
        int level;
        std::uint32_t index;  // among all slots of all levels
        std::int64_t tick;    // at which it begins
    };

    static std::int64_t tick_of(TimePoint when) {
        return when.time_since_epoch().count() >> tick_bits;
    }
    void turn_to(std::int64_t tick, TimePoint now, NodeQueue& due) noexcept;
    NextSlot next_slot() const;
    void append(std::uint32_t slot, TimerNode& timer);
    void empty_slot(const NextSlot& next) noexcept;
    void place(TimerNode& timer);

    TimerHeap heap_;  // what is due in the current tick, or earlier
    std::int64_t tick_;
    std::uint64_t in_slots_ = 0;
    std::array<std::uint64_t, levels> occupied_{};            // one bit for each slot of a level
    std::array<Slot, levels * slots_per_level + 1> slots_{};  // and one for what is never due
};

}  // namespace rondo
