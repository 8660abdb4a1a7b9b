#include <rondo/tasks/run.hpp>

namespace rondo {
namespace {

/// asyncio's `run` shuts down its generators and its executor in two coroutines of their own. We
/// have nothing to do there; but callbacks that are queued by then still get their turns, and two
/// task numbers are used up.
Coro<void> shut_down() { co_return; }

}  // namespace

void Runner::check_not_running() {
    if (EventLoop::running() != nullptr)
        throw RuntimeError("run() cannot be called from a running event loop");
}

Runner::~Runner() {
    try {
        close();
    } catch (...) {
        loop_.call_exception_handler(
            {"a Runner could not be closed in a tidy way", std::current_exception(), {}});
    }
}

void Runner::close() {
    if (loop_.is_closed()) return;
    check_not_running();
    cancel_all_tasks();
    loop_.run_until_complete(shut_down());
    loop_.run_until_complete(shut_down());
    loop_.close();
}

void Runner::cancel_all_tasks() {
    const std::vector<AnyTask> tasks = all_tasks(loop_);
    if (tasks.empty()) return;
    std::size_t left = tasks.size();
    const Future<void> all_done = loop_.create_future();
    for (const AnyTask& task : tasks) {
        task.cancel();
        task.add_done_callback([&left, all_done](const AnyFuture&) {
            if (--left == 0) all_done.set_result();
        });
    }
    loop_.run_until_complete(all_done);
    for (const AnyTask& task : tasks) {
        if (task.cancelled() || !task.exception()) continue;
        loop_.call_exception_handler({"unhandled exception during rondo::run() shutdown",
                                      task.exception(), task.get_name()});
    }
}

}  // namespace rondo
