#include <rondo/loop/mailbox.hpp>
#include <rondo/threads/run_coroutine_threadsafe.hpp>

namespace rondo {
namespace {

/// Cancels a task, in the thread of its loop.
class CancelRequest final : public Node {
public:
    explicit CancelRequest(std::shared_ptr<RemoteTask> remote) : remote_(std::move(remote)) {}
    void run() noexcept override {
        remote_->cancel_task();
        delete this;
    }
    void drop() noexcept override { delete this; }

private:
    std::shared_ptr<RemoteTask> remote_;
};

}  // namespace

void RemoteTask::request_cancel() noexcept {
    // Before there is a task, its maker asks in this thread's place: behind the first step.
    if (!has_task_) return;
    auto* const request = new CancelRequest(shared_from_this());
    if (!mailbox_->post(*request)) request->drop();
}

void RemoteTask::cancel_task() {
    if (TaskCore* const task = std::exchange(task_, nullptr)) task->cancel();
}

}  // namespace rondo
