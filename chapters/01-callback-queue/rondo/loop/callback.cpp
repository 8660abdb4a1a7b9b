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

void report_failed_callback() noexcept {
    EventLoop::running()->call_exception_handler(
        {"Exception in callback", std::current_exception()});
}

}  // namespace rondo
