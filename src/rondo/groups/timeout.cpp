#include <rondo/groups/timeout.hpp>

namespace rondo {

void Timeout::reschedule(Deadline deadline) {
    if (state_ == State::created) throw RuntimeError("Timeout has not been entered");
    if (state_ != State::entered)
        throw RuntimeError(state_ == State::expiring  ? "Cannot change state of expiring Timeout"
                           : state_ == State::expired ? "Cannot change state of expired Timeout"
                                                      : "Cannot change state of finished Timeout");
    const Handle before = std::exchange(alarm_, alarm_at(deadline));  // first what may fail
    before.cancel();
    when_ = deadline;
}

Handle Timeout::alarm_at(std::optional<TimePoint> deadline) {
    if (!deadline) return {};
    EventLoop& loop = get_running_loop();
    if (*deadline <= loop.time()) return loop.call_soon([this] { on_deadline(); });
    return loop.call_at(*deadline, [this] { on_deadline(); });
}

Immediately<Timeout&> Timeout::enter() {
    if (state_ != State::created) throw RuntimeError("Timeout has already been entered");
    task_ = current_task();
    if (!task_) throw RuntimeError("Timeout should be used inside a task");
    state_ = State::entered;
    cancelling_ = task_.cancelling();
    reschedule(when_);
    return Immediately<Timeout&>(*this);
}

void Timeout::on_deadline() {
    state_ = State::expiring;
    task_.cancel();
}

Immediately<bool> Timeout::exit(const std::exception_ptr& error) {
    alarm_.cancel();
    if (state_ == State::expiring) {
        state_ = State::expired;
        // More requests than before: somebody else wants the task to end, too.
        if (task_.uncancel() <= cancelling_ && is_cancellation(error)) throw TimeoutError();
    } else {
        state_ = State::exited;
    }
    return Immediately<bool>(false);
}

}  // namespace rondo
