/// @file
/// DescriptorTable: who waits for which descriptor. All real kernels share it.
#pragma once

#include <rondo/kernel/poller.hpp>

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace rondo {

/// What a kernel remembers of one descriptor.
///
/// Built in chapter 3.
struct DescriptorEntry {
    /// The nodes that watch it, or nullptr: reading, writing.
    Node* watches[2] = {};
    /// The operations that wait for it, the oldest first: reading, writing.
    NodeQueue operations[2];
    /// What the kernel has been told; each kernel has its own use for it.
    std::uint32_t registered = 0;
    /// Which registration it is, where the kernel may still report earlier ones.
    std::uint32_t registration = 0;
    /// An operation took all there was, and there was no sign since. Built in chapter 14.
    bool exhausted = false;
    /// The end was reported, so there will be no further sign of it. Built in chapter 14.
    bool ended = false;

    /// Whether a reader or a writer watches the descriptor.
    bool watched() const { return watches[0] != nullptr || watches[1] != nullptr; }
    /// Whether operations use it.
    bool used() const { return !operations[0].empty() || !operations[1].empty(); }

    /// Whether anybody waits in a direction.
    bool waits(Direction direction) const {
        const auto index = static_cast<std::size_t>(direction);
        return watches[index] != nullptr || !operations[index].empty();
    }

    /// Who watches it in a direction, or nullptr.
    Node*& watch(Direction direction) { return watches[static_cast<std::size_t>(direction)]; }
    /// The operations that wait for it in a direction.
    NodeQueue& line(Direction direction) { return operations[static_cast<std::size_t>(direction)]; }
};

/// The entries, found by descriptor. There are as many as descriptors are in use, however large
/// the numbers are.
///
/// Built in chapter 3.
class DescriptorTable {
public:
    /// The entry of a descriptor; an empty one is made if there was none.
    /// @throws std::invalid_argument if this cannot be a descriptor (-1, say).
    DescriptorEntry& operator[](Descriptor descriptor);
    /// The entry of a descriptor that has one.
    DescriptorEntry* find(Descriptor descriptor);
    /// Takes an entry out if nobody waits and the kernel knows nothing of it.
    void remove_if_unused(Descriptor descriptor) noexcept;
    /// How many entries there are. Built in chapter 6.
    std::size_t size() const { return entries_.size(); }
    /// All who wait, by descriptor. Built in chapter 15.
    std::vector<Poller::Wait> waits() const;

    /// All entries, in no order, each with its descriptor. Built in chapter 4.
    auto begin() { return entries_.begin(); }
    /// Behind the last one. Built in chapter 4.
    auto end() { return entries_.end(); }

private:
    std::unordered_map<Descriptor, DescriptorEntry> entries_;
};

}  // namespace rondo
