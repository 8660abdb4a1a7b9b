/// @file
/// SeededOrder: another order in every turn, and the same ones again for the same seed.
#pragma once

#include <rondo/loop/watcher.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rondo {

/// Shuffles the callbacks of each turn, to bring out what depends on their order.
///
/// asyncio promises more than this keeps: there, what is ready runs in the order in which it became
/// ready. A program that is right only by that order is often right only by luck, and this takes
/// the luck away. What it leaves as it is: what runs in which turn; that no timer is early, nor
/// ahead of one with an earlier deadline; that a future outlives the callbacks that look at it.
///
/// The order depends on nothing but the seed, and on how many callbacks were ready in each turn. So
/// a program in virtual time, without descriptors and threads, runs in the same way each time.
///
/// The numbers are those of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", 2014); the shuffle is that of Fisher and Yates. Those of the standard library come
/// out differently in each library.
///
/// Built in chapter 15.
class SeededOrder final : public Watcher {
public:
    /// The same seed gives the same order.
    explicit SeededOrder(std::uint64_t seed) : state_(seed) {}

    void batch_begins(NodeQueue& batch) override;

private:
    std::uint64_t next_number();
    std::size_t next_below(std::size_t limit);
    void shuffle();
    void restore_deadlines();

    std::uint64_t state_;
    std::vector<Node*> nodes_;  // of the batch that begins
};

}  // namespace rondo
