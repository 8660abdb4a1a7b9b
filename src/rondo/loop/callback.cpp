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
    report(EventLoop::running(), "Exception in callback", std::current_exception(),
           [&] { return readable_name(function); });
}

void Callback::check_thread() const {
    if (state_ == State::waiting && loop_ != nullptr) loop_->check_thread();
}

void TimerCallback::revoke() noexcept {
    const bool waited = armed();
    if (waited) loop_->disarm(*this);
    Callback::revoke();
    if (waited) release();  // the timers let go
}

}  // namespace rondo
