#include <rondo/base/timer_wheel.hpp>

#include <bit>

namespace rondo {

void TimerWheel::arm(TimerNode& timer) {
    if (timer.when == never) return append(never_slot, timer);
    heap_.reserve(in_slots_ + 1);  // for all that may move there when their time has come
    place(timer);
}

void TimerWheel::place(TimerNode& timer) {
    const std::int64_t tick = tick_of(timer.when);
    if (tick <= tick_) return heap_.arm(timer);
    // The highest bit in which the tick differs from the current one tells the level, and the
    // tick's own digit on that level tells the slot.
    const auto difference = static_cast<std::uint64_t>(tick ^ tick_);
    const int level = (63 - std::countl_zero(difference)) / level_bits;
    const auto digit =
        static_cast<std::uint32_t>(tick >> (level * level_bits)) & (slots_per_level - 1);
    append(static_cast<std::uint32_t>(level) * slots_per_level + digit, timer);
    ++in_slots_;
    occupied_[static_cast<std::size_t>(level)] |= std::uint64_t{1} << digit;
}

void TimerWheel::append(std::uint32_t slot, TimerNode& timer) {
    Slot& line = slots_[slot];
    timer.holder = TimerNode::Holder::wheel;
    timer.place = slot;
    timer.next = nullptr;
    timer.previous = line.last;
    if (line.last == nullptr)
        line.first = &timer;
    else
        line.last->next = &timer;
    line.last = &timer;
}

void TimerWheel::disarm(TimerNode& timer) {
    if (timer.holder == TimerNode::Holder::heap) return heap_.disarm(timer);
    Slot& line = slots_[timer.place];
    auto* behind = static_cast<TimerNode*>(timer.next);
    if (timer.previous == nullptr)
        line.first = behind;
    else
        timer.previous->next = behind;
    if (behind == nullptr)
        line.last = timer.previous;
    else
        behind->previous = timer.previous;
    timer.holder = TimerNode::Holder::nobody;
    if (timer.place == never_slot) return;
    --in_slots_;
    if (line.first == nullptr)
        occupied_[timer.place / slots_per_level] &=
            ~(std::uint64_t{1} << timer.place % slots_per_level);
}

/// All slots of a lower level come before all of a higher one, and on a level the lowest is next.
TimerWheel::NextSlot TimerWheel::next_slot() const {
    int level = 0;
    while (occupied_[static_cast<std::size_t>(level)] == 0) ++level;
    const int digit = std::countr_zero(occupied_[static_cast<std::size_t>(level)]);
    const int width = level * level_bits;  // of a slot of this level, in bits of ticks
    const std::int64_t round = tick_ >> width >> level_bits << level_bits;
    return {level, static_cast<std::uint32_t>(level * slots_per_level + digit),
            (round | digit) << width};
}

/// Makes the slot's first tick the current one, and arms its timers anew, in their order.
void TimerWheel::empty_slot(const NextSlot& next) noexcept {
    tick_ = next.tick;
    occupied_[static_cast<std::size_t>(next.level)] &=
        ~(std::uint64_t{1} << next.index % slots_per_level);
    TimerNode* timer = slots_[next.index].first;
    slots_[next.index] = Slot{};
    while (timer != nullptr) {
        auto* behind = static_cast<TimerNode*>(timer->next);
        --in_slots_;
        place(*timer);
        timer = behind;
    }
}

/// Makes `tick` the current one, and empties the slots that the wheel passes on its way.
void TimerWheel::turn_to(std::int64_t tick, TimePoint now, NodeQueue& due) noexcept {
    while (in_slots_ != 0) {
        const NextSlot next = next_slot();
        if (next.tick > tick) break;
        empty_slot(next);
        if (tick_ < tick) heap_.collect(now, due);  // while what was touched is still in the cache
    }
    tick_ = tick;
}

TimePoint TimerWheel::earliest() const {
    if (!heap_.empty() || in_slots_ == 0) return heap_.earliest();
    return TimePoint(Duration(next_slot().tick << tick_bits));
}

void TimerWheel::list(std::vector<const TimerNode*>& all) const {
    heap_.list(all);
    for (const Slot& slot : slots_)
        for (const Node* timer = slot.first; timer != nullptr; timer = timer->next)
            all.push_back(static_cast<const TimerNode*>(timer));
}

void TimerWheel::take_all(NodeQueue& all) {
    heap_.take_all(all);
    for (Slot& slot : slots_) {
        while (slot.first != nullptr) {
            TimerNode* timer = slot.first;
            disarm(*timer);
            all.push(*timer);
        }
    }
}

}  // namespace rondo
