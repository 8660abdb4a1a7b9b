/// @file
/// Queue: hand things over from task to task.
#pragma once

#include <rondo/sync/queue_items.hpp>

#include <exception>
#include <functional>
#include <type_traits>
#include <utility>

namespace rondo {

/// Hands things over from task to task: asyncio's `Queue`. First in, first out.
///
/// Those who have to wait are served in the order in which they came. No item is lost, and no
/// wake-up, whoever is cancelled and whenever.
///
/// To move and to compare items is code of the user's. If it throws, the queue is as it was; and it
/// must not put anything in or take anything out, which is refused. What was taken out, and then
/// cannot be moved to where it goes, is lost.
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
    void put_nowait(T item) const { state_->put(std::move(item)); }
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
        state_->refuse_items();  // first, for an item that is thrown away may put itself back
        while (options.immediate && !state_->empty()) state_->remove_next(false);
        state_->wake_all();
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
        /// Adds an item to those that are kept. If that fails, nothing has changed.
        virtual void push(T&& item) = 0;
        /// The item that is to be taken next. It is there.
        virtual T& next() noexcept = 0;
        /// Lets go of it, which was taken or is thrown away; destroys it when that is counted.
        virtual void remove_next(bool was_taken) noexcept = 0;

        void put(T&& item) {
            begin_put();
            try {
                push(std::move(item));
            } catch (...) {
                not_added();
                throw;
            }
            added();
        }
        T take() {
            Taking taking(*this);
            try {
                return std::move(next());
            } catch (...) {
                taking.fails();
                throw;
            }
        }
    };

    /// Takes an item out: it is moved first, and then removed. If moving fails, it stays.
    class Taking {
    public:
        explicit Taking(State& queue) : queue_(queue) { queue.begin_take(); }
        ~Taking() {
            if (failed_)
                queue_.not_taken();
            else
                queue_.remove_next(true);
        }
        Taking(const Taking&) = delete;
        Taking& operator=(const Taking&) = delete;

        void fails() { failed_ = true; }

    private:
        State& queue_;
        bool failed_ = false;
    };

    template <class Items>
    class StateOf final : public State {
    public:
        StateOf(std::ptrdiff_t maxsize, Items items) : State(maxsize), items_(std::move(items)) {}
        void push(T&& item) override { items_.push(std::move(item)); }
        T& next() noexcept override { return items_.next(); }
        void remove_next(bool was_taken) noexcept override {
            const auto removed = items_.take_next();
            was_taken ? this->taken() : this->discarded();
        }

    private:
        Items items_;
    };

    static Coro<> put_into(Counted<State> queue, T item) {
        if (queue->full()) co_await QueueCore::wait_for_room(Counted<QueueCore>(queue.get()));
        queue->put(std::move(item));
    }
    static Coro<T> get_from(Counted<State> queue) {
        if (queue->empty()) co_await QueueCore::wait_for_item(Counted<QueueCore>(queue.get()));
        Taking taking(*queue);
        try {
            co_return std::move(queue->next());
        } catch (...) {
            taking.fails();
            throw;
        }
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
