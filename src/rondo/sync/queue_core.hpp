/// @file
/// QueueCore, the part of a Queue that does not depend on what is in it.
#pragma once

#include <rondo/sync/wait_line.hpp>
#include <rondo/tasks/coro.hpp>

#include <cstddef>
#include <stdexcept>

namespace rondo {

/// There is nothing in the queue. Built in chapter 12.
class QueueEmpty : public std::runtime_error {
public:
    QueueEmpty() : std::runtime_error("the queue is empty") {}
};

/// There is no room in the queue. Built in chapter 12.
class QueueFull : public std::runtime_error {
public:
    QueueFull() : std::runtime_error("the queue is full") {}
};

/// The queue was shut down. Built in chapter 12.
class QueueShutDown : public std::runtime_error {
public:
    QueueShutDown() : std::runtime_error("the queue was shut down") {}
};

/// Who waits at a queue, and what is counted there.
///
/// Whoever adds an item wakes a getter, and whoever takes one wakes a putter. But items and places
/// are not handed over: the woken one looks again when its turn comes, and if somebody was faster,
/// it goes to the end of the line.
///
/// Built in chapter 12.
class QueueCore : public LoopBound {
public:
    /// How many items there is room for; 0 or less for no limit.
    explicit QueueCore(std::ptrdiff_t maxsize) : maxsize_(maxsize) {}

    /// How many items there is room for; 0 or less for no limit.
    std::ptrdiff_t maxsize() const { return maxsize_; }
    /// How many items there are.
    std::ptrdiff_t size() const { return size_; }
    /// Whether there are none.
    bool empty() const { return size_ == 0; }
    /// Whether there is no room left.
    bool full() const { return maxsize_ > 0 && size_ >= maxsize_; }

    /// Waits until there is an item. @throws QueueShutDown.
    static Coro<> wait_for_item(Counted<QueueCore> queue);
    /// Waits until there is room. @throws QueueShutDown.
    static Coro<> wait_for_room(Counted<QueueCore> queue);

    /// An item is about to be added. To move and to compare items is code of the user's; until it
    /// is over, nobody else may add one or take one.
    /// @throws QueueShutDown; QueueFull; RuntimeError if that is under way.
    void begin_put() {
        if (busy_ || is_shut_down_ || full()) refuse_put();
        busy_ = true;
    }
    /// It was added.
    void added() {
        busy_ = false;
        ++size_;
        ++unfinished_;
        getters_.wake_first();
    }
    /// It was not. Who was woken for the room does not use it: the next one may.
    void not_added() {
        busy_ = false;
        putters_.wake_first();
    }

    /// An item is about to be taken.
    /// @throws QueueShutDown; QueueEmpty; RuntimeError if somebody is about to do that.
    void begin_take() {
        if (busy_ || empty()) refuse_take();
        busy_ = true;
    }
    /// It was taken.
    void taken() {
        busy_ = false;
        --size_;
        putters_.wake_first();
    }
    /// It was not. Who was woken for it does not take it: the next one may.
    void not_taken() {
        busy_ = false;
        getters_.wake_first();
    }

    /// See Queue::task_done.
    void task_done();

    /// From now on no item can be added. @throws RuntimeError while one is added or taken.
    void refuse_items();
    /// An item was thrown away, because the queue is shut down.
    void discarded();
    /// Whoever waits goes on, to find that the queue is shut down.
    void wake_all();

    /// What Queue::join gives.
    class Join final : public PlaceInLine {
    public:
        /// For Queue::join.
        explicit Join(QueueCore& queue) : PlaceInLine(queue, queue.joiners_) {}

        bool await_ready() const {
            check_not_awaited();
            return static_cast<QueueCore&>(owner()).unfinished_ == 0;
        }
    };

private:
    void check_not_busy() const;
    [[noreturn]] void refuse_put() const;
    [[noreturn]] void refuse_take() const;
    static Coro<> wait_in(Counted<QueueCore> queue, WaitLine& line,
                          bool (QueueCore::*hindered)() const);

    std::ptrdiff_t maxsize_;
    std::ptrdiff_t size_ = 0;
    std::ptrdiff_t unfinished_ = 0;  // items that were added, but not reported done
    bool is_shut_down_ = false;
    bool busy_ = false;  // an item is compared or moved right now
    WaitLine getters_;
    WaitLine putters_;
    WaitLine joiners_;
};

}  // namespace rondo
