#include <rondo/loop/mailbox.hpp>
#include <rondo/threads/run_coroutine_threadsafe.hpp>

namespace rondo {
void RemoteTask::request_cancel() noexcept {
    // Before there is a task, its maker asks in this thread's place: behind the first step.
    if (!has_task_ || requested_.exchange(true)) return;
    request_.remote = shared_from_this();
    if (!mailbox_->post(request_)) request_.drop();
}

void RemoteTask::cancel_task() {
    if (TaskCore* const task = std::exchange(task_, nullptr)) task->cancel();
}

}  // namespace rondo
