/// @file
/// The orders in which a Queue keeps its items.
#pragma once

#include <rondo/base/pool.hpp>
#include <rondo/sync/queue_core.hpp>

#include <functional>
#include <memory>
#include <set>
#include <utility>

namespace rondo {

/// Items in a chain: in the order in which they came, or in the opposite one.
///
/// An item is made before it is linked, and unlinked before it is destroyed. So whatever its moves
/// and its destructor do, they find a queue that is right.
///
/// Built in chapter 12.
template <class T, bool newest_first = false>
class ChainedItems {
public:
    ChainedItems() = default;
    /// Takes all items of another, which has none then.
    ChainedItems(ChainedItems&& other) noexcept : first_(std::exchange(other.first_, nullptr)) {}
    ChainedItems& operator=(ChainedItems&&) = delete;
    ~ChainedItems() {
        while (first_ != nullptr) take_next();
    }

    /// Puts an item behind all others, or in front of them.
    void push(T&& item) {
        auto* const added = new Item(std::move(item));
        if (newest_first || first_ == nullptr)
            added->behind = std::exchange(first_, added);
        else
            last_->behind = added;
        last_ = added;
    }
    /// The item to be taken next.
    T& next() noexcept { return first_->value; }
    /// Takes it out of the chain.
    auto take_next() noexcept {
        std::unique_ptr<Item> taken(first_);
        first_ = taken->behind;
        return taken;
    }

private:
    struct Item final : Pooled {
        explicit Item(T&& its_value) : value(std::move(its_value)) {}
        T value;
        Item* behind = nullptr;
    };

    Item* first_ = nullptr;
    Item* last_ = nullptr;  // means nothing while there is none, or where the newest is the first
};

/// Items in the order in which they came.
/// Built in chapter 12.
template <class T>
using FifoItems = ChainedItems<T>;

/// Items in the opposite order.
/// Built in chapter 12.
template <class T>
using LifoItems = ChainedItems<T, true>;

/// Items in the order of a comparison, the least one first.
///
/// They lie in a tree. It finds the place of an item, and only then puts it there; so if a
/// comparison throws, nothing has changed. A heap, which compares while it moves items about, would
/// be left with a wrong order. And taking the least one out compares nothing.
///
/// Built in chapter 12.
template <class T, class Compare>
class PriorityItems {
public:
    /// What decides on the order: whether one item comes before another.
    explicit PriorityItems(Compare compare) : items_(Less{std::move(compare)}) {}
    /// Puts an item at its place in the order.
    void push(T&& item) { items_.insert(std::move(item)); }
    /// The item to be taken next, the least; it may be moved from, for it is not compared again.
    T& next() noexcept { return const_cast<T&>(*items_.begin()); }
    /// Takes it out of the tree.
    auto take_next() noexcept { return items_.extract(items_.begin()); }

private:
    struct Less {
        Compare compare;
        bool operator()(const T& a, const T& b) const { return std::invoke(compare, a, b); }
    };

    std::multiset<T, Less> items_;
};

}  // namespace rondo
