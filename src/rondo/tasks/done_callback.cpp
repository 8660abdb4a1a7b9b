#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/done_callback.hpp>

namespace rondo {

void DoneCallback::refer_to(Completion& completion) {
    completion_ = &completion;
    DoneCallback*& first = completion.loop()->callbacks_;
    behind_ = std::exchange(first, this);
    here_ = &first;
    if (behind_ != nullptr) behind_->here_ = &behind_;
}

void DoneCallback::leave_loop() noexcept {
    if (here_ == nullptr) return;
    if (behind_ != nullptr) behind_->here_ = here_;
    *std::exchange(here_, nullptr) = behind_;
}

void DoneCallback::hear() noexcept {
    leave_loop();
    completion_->loop()->schedule(*this);
}

void DoneCallback::abandon() noexcept {
    leave_loop();
    completion_->remove_waiter(*this);
    drop();
}

void EventLoop::abandon_callbacks() noexcept {
    while (callbacks_ != nullptr) callbacks_->abandon();
}

}  // namespace rondo
