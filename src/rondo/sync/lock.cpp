#include <rondo/sync/lock.hpp>

namespace rondo {

void Lock::release() const {
    if (!locked()) throw RuntimeError("Lock is not acquired.");
    state_->locked = false;
    state_->wake_first();
}

Immediately<bool> Lock::exit(const std::exception_ptr&) const {
    release();
    return Immediately<bool>(false);
}

bool Lock::State::try_acquire() {
    // Whoever comes while others wait goes behind them, though the lock may be free.
    if (locked || !waiters.all_cancelled()) return false;
    locked = true;
    return true;
}

void Lock::State::wake_first() {
    // If the first is on its way already, it takes the lock, or passes the word on.
    PlaceInLine* first = waiters.front();
    if (first != nullptr && !first->called()) first->wake();
}

bool Lock::Acquire::await_resume() {
    if (!waited()) return true;
    step_out();
    if (task_->owed_cancellation() && !lock().locked) lock().wake_first();
    check_cancelled();
    lock().locked = true;
    return true;
}

/// It keeps its place, unlike others: who comes next in line is woken when this one goes on.
bool Lock::Acquire::cancel(std::string_view message) {
    if (called()) return false;
    task_->interrupt(message);
    return true;
}

}  // namespace rondo
