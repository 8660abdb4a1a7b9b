/// @file
/// TimerHeap: timers in exact order.
#pragma once

#include <rondo/base/timer_node.hpp>

#include <cstdint>
#include <vector>

namespace rondo {

/// Timers in the order of their deadlines, and equal deadlines in the order of arming.
///
/// A binary heap (Williams, "Algorithm 232: Heapsort", 1964). Each timer knows its index, so that
/// cancelling takes it out at once: nothing dead is left behind. The deadlines lie in the heap
/// itself, so that comparing them touches no timer.
///
/// Built in chapter 2.
class TimerHeap {
public:
    /// Takes a timer in. O(log n).
    /// @throws std::bad_alloc; the timer is not armed then.
    void arm(TimerNode& timer);
    /// Takes an armed timer out again. O(log n).
    void disarm(TimerNode& timer);
    /// Gets memory for so many more timers, for which `arm` then needs none.
    /// @throws std::bad_alloc
    /// Built in chapter 16.
    void reserve(std::size_t more) {
        if (entries_.size() + more > entries_.capacity()) grow(more);
    }
    /// Moves all that are due at `now` into a queue, in order.
    void collect(TimePoint now, NodeQueue& due) noexcept {
        while (!empty() && earliest() <= now) due.push(take_first());
    }
    /// Moves all that there are into a queue, in no order.
    void take_all(NodeQueue& all);

    /// Adds all that there are to a list, in their order. Built in chapter 15.
    void list(std::vector<const TimerNode*>& all) const;

    /// Whether no timer is armed.
    bool empty() const { return entries_.empty(); }
    /// The nearest deadline, or `never`.
    TimePoint earliest() const { return entries_.empty() ? never : entries_.front().when; }

private:
    struct Entry {
        TimePoint when;
        std::uint64_t order;  // of arming
        TimerNode* timer;

        bool before(const Entry& other) const {
            return when != other.when ? when < other.when : order < other.order;
        }
    };

    void grow(std::size_t more);
    void put(std::size_t index, const Entry& entry);
    void move_up(std::size_t index, const Entry& entry);
    void move_down(std::size_t index, const Entry& entry);
    void take_out(std::size_t index);
    TimerNode& take_first();

    std::vector<Entry> entries_;
    std::uint64_t armed_ = 0;
};

}  // namespace rondo
