#include <rondo/base/timer_heap.hpp>

#include <algorithm>

namespace rondo {

/// By half at least, so that the cost of each stays the same however many there are.
void TimerHeap::grow(std::size_t more) {
    const std::size_t needed = entries_.size() + more;
    entries_.reserve(needed + needed / 2);
}

void TimerHeap::put(std::size_t index, const Entry& entry) {
    entries_[index] = entry;
    entry.timer->place = static_cast<std::uint32_t>(index);
}

void TimerHeap::move_up(std::size_t index, const Entry& entry) {
    while (index > 0) {
        const std::size_t parent = (index - 1) / 2;
        if (!entry.before(entries_[parent])) break;
        put(index, entries_[parent]);
        index = parent;
    }
    put(index, entry);
}

void TimerHeap::move_down(std::size_t index, const Entry& entry) {
    const std::size_t size = entries_.size();
    for (std::size_t child = 2 * index + 1; child < size; child = 2 * index + 1) {
        if (child + 1 < size && entries_[child + 1].before(entries_[child])) ++child;
        if (!entries_[child].before(entry)) break;
        put(index, entries_[child]);
        index = child;
    }
    put(index, entry);
}

void TimerHeap::arm(TimerNode& timer) {
    const Entry entry{timer.when, armed_++, &timer};
    entries_.push_back(entry);
    timer.holder = TimerNode::Holder::heap;
    move_up(entries_.size() - 1, entry);
}

void TimerHeap::take_out(std::size_t index) {
    entries_[index].timer->holder = TimerNode::Holder::nobody;
    const Entry last = entries_.back();
    entries_.pop_back();
    if (index == entries_.size()) return;
    // The last one fills the gap, and from there goes whichever way it must.
    if (index > 0 && last.before(entries_[(index - 1) / 2]))
        move_up(index, last);
    else
        move_down(index, last);
}

void TimerHeap::disarm(TimerNode& timer) { take_out(timer.place); }

TimerNode& TimerHeap::take_first() {
    TimerNode& first = *entries_.front().timer;
    take_out(0);
    return first;
}

void TimerHeap::list(std::vector<const TimerNode*>& all) const {
    std::vector<Entry> entries = entries_;
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.before(b); });
    for (const Entry& entry : entries) all.push_back(entry.timer);
}

void TimerHeap::take_all(NodeQueue& all) {
    for (const Entry& entry : entries_) {
        entry.timer->holder = TimerNode::Holder::nobody;
        all.push(*entry.timer);
    }
    entries_.clear();
}

}  // namespace rondo
