#include <rondo/tasks/future.hpp>

namespace rondo {

void join_waiters(Completion& completion, TaskCore& task) {
    if (&completion == &task) throw RuntimeError("Task cannot await on itself");
    if (completion.loop() != task.loop())
        throw RuntimeError("this future or task belongs to another event loop");
    completion.add_waiter(task);
}

void check_end(Completion& completion, TaskCore* task) {
    if (task != nullptr && task->owed_cancellation()) {
        completion.mark_retrieved();
        if (!completion.cancelled()) task->throw_cancelled();
        task->cancellation_delivered();
    }
    completion.check_result();
}

void EventLoop::run_until_done(const AnyFuture& future) {
    const auto stop_loop = [](const AnyFuture&) { running_loop->stop(); };
    future.add_done_callback(stop_loop);
    try {
        run_forever();
    } catch (...) {
        future.remove_done_callback(stop_loop);
        throw;
    }
    future.remove_done_callback(stop_loop);
    if (!future.done()) throw RuntimeError("Event loop stopped before Future completed.");
}

}  // namespace rondo
