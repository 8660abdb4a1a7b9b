#include <rondo/base/timer_node.hpp>
#include <rondo/tasks/completion.hpp>
#include <rondo/watch/seeded_order.hpp>

#include <map>
#include <utility>

namespace rondo {
namespace {

/// A future that is done stands in the queue behind its callbacks, and may be freed when its turn
/// has come.
bool must_be_last(const Node& node) {
    const Completion* completion = node.as_completion();
    return completion != nullptr && completion->done();
}

}  // namespace

std::uint64_t SeededOrder::next_number() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/// The upper half of a number, scaled down; for fewer than 2^32 that is fair enough.
std::size_t SeededOrder::next_below(std::size_t limit) {
    return static_cast<std::size_t>(((next_number() >> 32) * limit) >> 32);
}

void SeededOrder::shuffle() {
    for (std::size_t left = nodes_.size(); left > 1; --left)
        std::swap(nodes_[left - 1], nodes_[next_below(left)]);
}

/// Those places that timers have got they keep, but the earlier deadline has the earlier place.
void SeededOrder::restore_deadlines() {
    std::vector<std::size_t> places;
    std::multimap<TimePoint, TimerNode*> timers;  // equal ones stay as they were
    for (std::size_t place = 0; place < nodes_.size(); ++place) {
        TimerNode* timer = nodes_[place]->as_timer();
        if (timer == nullptr) continue;
        places.push_back(place);
        timers.emplace(timer->when, timer);
    }
    auto place = places.begin();
    for (const auto& [when, timer] : timers) nodes_[*place++] = timer;
}

void SeededOrder::batch_begins(NodeQueue& batch) {
    // What may fail comes first, while the batch is whole.
    nodes_.clear();
    for (Node* node = batch.front(); node != nullptr; node = node->next)
        if (!must_be_last(*node)) nodes_.push_back(node);
    shuffle();
    restore_deadlines();
    NodeQueue last;
    while (Node* node = batch.pop())
        if (must_be_last(*node)) last.push(*node);
    for (Node* node : nodes_) batch.push(*node);
    batch.append(last);
}

}  // namespace rondo
