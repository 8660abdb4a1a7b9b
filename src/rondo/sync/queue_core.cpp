#include <rondo/base/errors.hpp>
#include <rondo/sync/queue_core.hpp>

namespace rondo {

Coro<> QueueCore::wait_for_item(Counted<QueueCore> queue) {
    return wait_in(queue, queue->getters_, &QueueCore::empty);
}

Coro<> QueueCore::wait_for_room(Counted<QueueCore> queue) {
    return wait_in(queue, queue->putters_, &QueueCore::full);
}

Coro<> QueueCore::wait_in(Counted<QueueCore> queue, WaitLine& line,
                          bool (QueueCore::*hindered)() const) {
    while ((queue.get()->*hindered)()) {
        if (queue->is_shut_down_) throw QueueShutDown();
        PlainPlace place(*queue, line);
        try {
            co_await place;
        } catch (...) {
            // It was woken for something that it does not take: the next one may.
            if (place.woken() && !(queue.get()->*hindered)()) line.wake_first();
            throw;
        }
    }
}

void QueueCore::check_not_busy() const {
    if (busy_) throw RuntimeError("a queue cannot be changed while it compares or moves an item");
}

void QueueCore::refuse_put() const {
    check_not_busy();
    if (is_shut_down_) throw QueueShutDown();
    throw QueueFull();
}

void QueueCore::refuse_take() const {
    check_not_busy();
    if (is_shut_down_) throw QueueShutDown();
    throw QueueEmpty();
}

void QueueCore::task_done() {
    if (unfinished_ == 0) throw std::invalid_argument("task_done() called too many times");
    if (--unfinished_ == 0) joiners_.wake_all();
}

void QueueCore::discarded() {
    --size_;
    if (unfinished_ > 0) task_done();
}

void QueueCore::refuse_items() {
    check_not_busy();
    is_shut_down_ = true;
}

void QueueCore::wake_all() {
    getters_.wake_all();
    putters_.wake_all();
}

}  // namespace rondo
