#pragma once
// Timers in a wheel of eight levels of 64 slots, a tick of 131 µs. What belongs to the current
// tick, or is overdue, stands sorted in front of it, so deadlines are exact and equal ones fire in
// the order they were armed.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

namespace limit {

/// Timer has `next`, `Timer* previous` and `std::int64_t when` (nanoseconds); it lives where its
/// owner put it.
template <class Timer>
class Wheel {
public:
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    explicit Wheel(std::int64_t now) : tick_(tick_of(now)) {}

    bool armed() const { return count_ != 0; }

    void arm(Timer& timer) {
        ++count_;
        place(timer);
    }

    void disarm(Timer& timer) {
        --count_;
        const std::uint64_t tick = tick_of(timer.when);
        if (tick <= tick_) {
            const auto from =
                std::lower_bound(due_.begin() + first_due_, due_.end(), &timer, sooner);
            due_.erase(std::find(from, due_.end(), &timer));
            return;
        }
        const int level = level_of(tick);
        Slot& slot = slots_[level][digit(tick, level)];
        Timer* next = after(timer);
        if (timer.previous != nullptr) {
            timer.previous->next = next;
        } else {
            slot.first = next;
        }
        (next != nullptr ? next->previous : slot.last) = timer.previous;
        if (slot.first == nullptr) occupied_[level] &= ~(1ULL << digit(tick, level));
    }

    /// Calls `fire(timer)` for each timer due at `now`, in order of deadline.
    template <class Fire>
    void collect(std::int64_t now, Fire fire) {
        if (tick_of(now) != tick_) advance(tick_of(now));
        while (first_due_ != due_.size() && due_[first_due_]->when <= now) {
            --count_;
            fire(*due_[first_due_++]);
        }
        if (first_due_ == due_.size()) {
            due_.clear();
            first_due_ = 0;
        }
    }

    /// When to ask again: the end of the first tick that has a timer, or the moment when a coarser
    /// slot must be spread over finer ones.
    std::int64_t wait_until() const {
        if (first_due_ != due_.size()) return time_of(tick_ + 1);
        const int level = first_level();
        if (level == levels) return never;
        const std::uint64_t start = slot_start(level);
        return time_of(level == 0 ? start + 1 : start);
    }

private:
    struct Slot {
        Timer* first = nullptr;
        Timer* last = nullptr;
    };
    static constexpr int levels = 8;

    static std::uint64_t tick_of(std::int64_t time) {
        return static_cast<std::uint64_t>(time) >> 17;
    }
    static std::int64_t time_of(std::uint64_t tick) {
        return static_cast<std::int64_t>(tick << 17);
    }
    static std::uint64_t digit(std::uint64_t tick, int level) { return tick >> (6 * level) & 63; }
    static bool sooner(const Timer* a, const Timer* b) { return a->when < b->when; }

    /// A timer's `next` may be declared in its base, as a link that ready queue and slots share.
    static Timer* after(const Timer& timer) { return static_cast<Timer*>(timer.next); }

    /// The highest digit in which a tick differs from the current one.
    int level_of(std::uint64_t tick) const { return (63 - std::countl_zero(tick ^ tick_)) / 6; }

    int first_level() const {
        int level = 0;
        while (level != levels && occupied_[level] == 0) ++level;
        return level;
    }

    /// The tick with which the first occupied slot of a level begins.
    std::uint64_t slot_start(int level) const {
        const std::uint64_t slot = static_cast<std::uint64_t>(std::countr_zero(occupied_[level]));
        return ((tick_ >> (6 * level) & ~63ULL) | slot) << (6 * level);
    }

    void place(Timer& timer) {
        const std::uint64_t tick = tick_of(timer.when);
        if (tick <= tick_) {
            due_.insert(std::upper_bound(due_.begin() + first_due_, due_.end(), &timer, sooner),
                        &timer);
            return;
        }
        const int level = level_of(tick);
        Slot& slot = slots_[level][digit(tick, level)];
        timer.next = nullptr;
        timer.previous = slot.last;
        if (slot.last != nullptr) {
            slot.last->next = &timer;
        } else {
            slot.first = &timer;
        }
        slot.last = &timer;
        occupied_[level] |= 1ULL << digit(tick, level);
    }

    /// Moves to a later tick, slot by occupied slot.
    void advance(std::uint64_t tick) {
        while (true) {
            const int level = first_level();
            if (level == levels || slot_start(level) > tick) break;
            tick_ = slot_start(level);
            Slot& slot = slots_[level][digit(tick_, level)];
            Timer* timer = slot.first;
            slot = {};
            occupied_[level] &= ~(1ULL << digit(tick_, level));
            level == 0 ? make_due(timer) : spread(timer);
        }
        tick_ = std::max(tick_, tick);
    }

    void spread(Timer* timer) {
        while (timer != nullptr) {
            Timer* next = after(*timer);
            place(*timer);
            timer = next;
        }
    }

    void make_due(Timer* timer) {
        const auto size = static_cast<std::ptrdiff_t>(due_.size());
        for (; timer != nullptr; timer = after(*timer)) due_.push_back(timer);
        std::stable_sort(due_.begin() + size, due_.end(), sooner);
    }

    Slot slots_[levels][64];
    std::uint64_t occupied_[levels] = {};
    std::uint64_t tick_;
    std::vector<Timer*> due_;
    std::size_t first_due_ = 0;
    std::size_t count_ = 0;
};

}  // namespace limit
