#include <rondo/sync/semaphore.hpp>

#include <stdexcept>

namespace rondo {

Semaphore::Semaphore(int value, int bound) : state_(new State) {
    if (value < 0) throw std::invalid_argument("Semaphore initial value must be >= 0");
    state_->value = value;
    state_->bound = bound;
}

void Semaphore::release() const {
    if (state_->value >= state_->bound)
        throw std::invalid_argument("BoundedSemaphore released too many times");
    ++state_->value;
    state_->wake_next();
}

Immediately<bool> Semaphore::exit(const std::exception_ptr&) const {
    release();
    return Immediately<bool>(false);
}

bool Semaphore::State::try_acquire() {
    if (locked()) return false;
    --value;
    return true;
}

/// Gives a unit to the one who has waited longest. Whether there is one.
bool Semaphore::State::wake_next() {
    PlaceInLine* next = waiting.wake_first();
    if (next == nullptr) return false;
    --value;
    woken.push(*next);
    return true;
}

bool Semaphore::Acquire::await_resume() {
    if (!waited()) return true;
    step_out();
    if (woken() && task_->owed_cancellation()) ++semaphore().value;
    // Those who came while this one was on its way have waited behind it, though there were units.
    while (semaphore().value > 0 && semaphore().wake_next()) continue;
    check_cancelled();
    return true;
}

}  // namespace rondo
