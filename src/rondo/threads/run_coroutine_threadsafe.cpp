#include <rondo/loop/mailbox.hpp>
#include <rondo/threads/run_coroutine_threadsafe.hpp>

namespace rondo {
namespace {

/// Cancels a task, in the thread of its loop.
class CancelRequest final : public Node {
public:
    explicit CancelRequest(std::shared_ptr<RemoteTask> remote) : remote_(std::move(remote)) {}
    void run() noexcept override {
        if (remote_->task != nullptr) remote_->task->cancel();
        delete this;
    }
    void drop() noexcept override { delete this; }

private:
    std::shared_ptr<RemoteTask> remote_;
};

}  // namespace

void RemoteTask::request_cancel() noexcept {
    auto* const request = new CancelRequest(shared_from_this());
    if (!mailbox_->post(*request)) request->drop();
}

}  // namespace rondo
