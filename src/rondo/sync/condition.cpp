#include <rondo/sync/condition.hpp>

namespace rondo {

Coro<bool> Condition::wait_in(Counted<State> condition) {
    const Lock& lock = condition->lock;
    if (!lock.locked()) throw RuntimeError("cannot wait on un-acquired lock");
    condition->bind_to(get_running_loop());
    lock.release();
    std::exception_ptr cancelled;
    try {
        co_await PlainPlace(*condition, condition->waiters);
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    for (bool locked_again = false; !locked_again;) {
        try {
            locked_again = co_await lock.acquire();
        } catch (const CancelledError&) {
            cancelled = std::current_exception();
        }
    }
    if (cancelled) {
        condition->waiters.wake_first();  // it may have been meant by a notify: another, then
        std::rethrow_exception(cancelled);
    }
    co_return true;
}

void Condition::notify(int count) const {
    if (!locked()) throw RuntimeError("cannot notify on un-acquired lock");
    while (count-- > 0 && state_->waiters.wake_first() != nullptr) continue;
}

}  // namespace rondo
