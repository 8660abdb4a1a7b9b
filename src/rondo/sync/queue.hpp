/// @file
/// Queue: hand things over from task to task.
#pragma once

#include <rondo/sync/queue_core.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo {

/// Items in the order in which they came.
/// Built in chapter 12.
template <class T>
class FifoItems {
public:
    /// Puts an item behind all others.
    void push(T&& item) { items_.push_back(std::move(item)); }
    /// Takes the one that has been here longest.
    T pop() {
        T item = std::move(items_.front());
        items_.pop_front();
        return item;
    }

private:
    std::deque<T> items_;
};

/// Items in the opposite order.
/// Built in chapter 12.
template <class T>
class LifoItems {
public:
    /// Puts an item on top of all others.
    void push(T&& item) { items_.push_back(std::move(item)); }
    /// Takes the one that came last.
    T pop() {
        T item = std::move(items_.back());
        items_.pop_back();
        return item;
    }

private:
    std::vector<T> items_;
};

/// Items in the order of a comparison, the least one first: a heap.
/// Built in chapter 12.
template <class T, class Compare>
class PriorityItems {
public:
    /// What decides on the order: whether one item comes before another.
    explicit PriorityItems(Compare compare) : greater_{std::move(compare)} {}
    /// Puts an item at its place in the order.
    void push(T&& item) {
        items_.push_back(std::move(item));
        std::push_heap(items_.begin(), items_.end(), greater_);
    }
    /// Takes the least.
    T pop() {
        std::pop_heap(items_.begin(), items_.end(), greater_);
        T item = std::move(items_.back());
        items_.pop_back();
        return item;
    }

private:
    struct Greater {
        Compare less;
        bool operator()(const T& a, const T& b) const { return std::invoke(less, b, a); }
    };

    Greater greater_;
    std::vector<T> items_;
};

/// Hands things over from task to task: asyncio's `Queue`. First in, first out.
///
/// Those who have to wait are served in the order in which they came. No item is lost, and no
/// wake-up, whoever is cancelled and whenever.
///
/// Copies refer to the same queue, so it can be given to a coroutine by value; and a PriorityQueue
/// or a LifoQueue can be given to whom a Queue is enough. It may be made before a loop runs, and
/// belongs to the first loop in which a task has to wait for it.
///
/// @tparam T what is handed over; it can be moved.
/// Built in chapter 12.
template <class T>
class Queue {
    static_assert(std::is_object_v<T> && std::move_constructible<T>,
                  "a Queue hands over objects that can be moved");

public:
    /// @param maxsize how many items there is room for; 0 or less for no limit.
    explicit Queue(std::ptrdiff_t maxsize = 0) : Queue(maxsize, FifoItems<T>()) {}
    Queue(const Queue&) = default;
    Queue& operator=(const Queue&) = default;

    /// Adds an item, as soon as there is room; at once if there is.
    /// @throws QueueShutDown. CancelledError at the await; then it is not added. RuntimeError if
    /// the queue belongs to another loop.
    Coro<> put(T item) const { return put_into(state_, std::move(item)); }
    /// Adds an item. @throws QueueFull if there is no room; QueueShutDown.
    void put_nowait(T item) const {
        state_->check_room();
        state_->push(std::move(item));
        state_->added();
    }
    /// Takes the next item, as soon as there is one; at once if there is.
    /// @throws QueueShutDown if there is none, and will be none. CancelledError at the await; then
    /// no item is taken. RuntimeError if the queue belongs to another loop.
    Coro<T> get() const { return get_from(state_); }
    /// Takes the next item. @throws QueueEmpty if there is none; QueueShutDown if there will be
    /// none, either.
    T get_nowait() const { return state_->take(); }

    /// Says that the work on an item is done that was taken out.
    /// @throws std::invalid_argument if that was said for all items already.
    void task_done() const { state_->task_done(); }
    /// Waits until `task_done` was called for all items that were ever put in.
    /// @throws CancelledError at the await. RuntimeError if the queue belongs to another loop.
    [[nodiscard("co_await it")]] QueueCore::Join join() const { return QueueCore::Join(*state_); }

    /// How to shut down.
    struct ShutDownOptions {
        /// Throw away what is in the queue; its tasks count as done.
        bool immediate = false;
    };
    /// From now on nothing can be put in. What is in the queue can still be taken out; who waits
    /// for more gets a QueueShutDown, and so does who waits for room.
    void shutdown(ShutDownOptions options = {}) const {
        while (options.immediate && !state_->empty()) {
            state_->pop();
            state_->discarded();
        }
        state_->shut_down();
    }

    /// How many items are in it.
    std::ptrdiff_t qsize() const { return state_->size(); }
    /// How many items there is room for, as it was given.
    std::ptrdiff_t maxsize() const { return state_->maxsize(); }
    /// Whether there are no items.
    bool empty() const { return state_->empty(); }
    /// Whether there is no room.
    bool full() const { return state_->full(); }

protected:
    /// @param items where the items are kept, which decides on their order.
    template <class Items>
    Queue(std::ptrdiff_t maxsize, Items items)
        : state_(new StateOf<Items>(maxsize, std::move(items))) {}

private:
    class State : public QueueCore {
    public:
        using QueueCore::QueueCore;
        virtual void push(T&& item) = 0;
        virtual T pop() = 0;
        T take() {
            check_item();
            T item = pop();
            taken();
            return item;
        }
    };

    template <class Items>
    class StateOf final : public State {
    public:
        StateOf(std::ptrdiff_t maxsize, Items items) : State(maxsize), items_(std::move(items)) {}
        void push(T&& item) override { items_.push(std::move(item)); }
        T pop() override { return items_.pop(); }

    private:
        Items items_;
    };

    static Coro<> put_into(Counted<State> queue, T item) {
        if (queue->full()) co_await QueueCore::wait_for_room(Counted<QueueCore>(queue.get()));
        queue->check_room();
        queue->push(std::move(item));
        queue->added();
    }
    static Coro<T> get_from(Counted<State> queue) {
        if (queue->empty()) co_await QueueCore::wait_for_item(Counted<QueueCore>(queue.get()));
        co_return queue->take();
    }

    Counted<State> state_;
};

/// A Queue that gives the least item first: asyncio's `PriorityQueue`. Among equal ones no order is
/// promised; put a number beside them if it matters.
/// @tparam Compare tells which of two items is less; `<` by default.
/// Built in chapter 12.
template <class T, class Compare = std::less<>>
class PriorityQueue final : public Queue<T> {
    static_assert(std::predicate<const Compare&, const T&, const T&>,
                  "a PriorityQueue compares its items: give them an operator<, or name a "
                  "comparison, PriorityQueue<T, Compare>");

public:
    /// @param maxsize how many items there is room for; 0 or less for no limit.
    explicit PriorityQueue(std::ptrdiff_t maxsize = 0, Compare compare = {})
        : Queue<T>(maxsize, PriorityItems<T, Compare>(std::move(compare))) {}
};

/// A Queue that gives the newest item first: asyncio's `LifoQueue`.
/// Built in chapter 12.
template <class T>
class LifoQueue final : public Queue<T> {
public:
    /// @param maxsize how many items there is room for; 0 or less for no limit.
    explicit LifoQueue(std::ptrdiff_t maxsize = 0) : Queue<T>(maxsize, LifoItems<T>()) {}
};

}  // namespace rondo
