#include <rondo/loop/callback.hpp>
#include <rondo/loop/event_loop.hpp>

namespace rondo {

void Callback::revoke() noexcept {
    if (std::exchange(state_, State::cancelled) == State::waiting) discard();
}

void Callback::drop() noexcept {
    if (state_ == State::waiting) {
        state_ = State::called;
        discard();
    }
    release();
}

void report_failed_callback(const TypeTag& function) noexcept {
    EventLoop::running()->call_exception_handler(
        {"Exception in callback", std::current_exception(), readable_name(function)});
}

void TimerCallback::revoke() noexcept {
    const bool waited = armed();
    if (waited) loop_->disarm(*this);
    Callback::revoke();
    if (waited) release();  // the timers let go
}

}  // namespace rondo
