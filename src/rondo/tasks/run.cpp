#include <rondo/kernel/signals.hpp>
#include <rondo/loop/mailbox.hpp>
#include <rondo/loop/signal_table.hpp>
#include <rondo/tasks/run.hpp>

#include <chrono>
#include <csignal>
#include <memory>
#include <utility>

namespace rondo {
namespace {

/// asyncio's `run` shuts down its generators and its executor in two coroutines of their own. We
/// have no generators; but callbacks that are queued by then still get their turns, and a task
/// number is used up.
Coro<void> shut_down_generators() { co_return; }

constexpr std::chrono::seconds longest_wait_for_executor(300);

}  // namespace

InterruptibleRun::InterruptibleRun(EventLoop& loop, const AnyFuture& main)
    : loop_(loop), main_(main) {
    if (!in_main_thread() || !has_default_action(SIGINT)) return;
    auto cancel = [this] {
        came_ = true;
        delivered_ = main_.cancel();
    };
    auto* const callback = new WatchOf<decltype(cancel)>(std::move(cancel));
    callback_ = Counted<Callback>(callback);
    loop_.signal_table().add_fallback(SIGINT, callback_);
}

InterruptibleRun::~InterruptibleRun() {
    if (callback_ && loop_.signals_) loop_.signals_->remove_fallback(SIGINT);
}

bool InterruptibleRun::steps_in() const {
    // The main task may have given the signal a function of its own; then that comes first.
    return callback_ && loop_.signals_ && loop_.signals_->find(SIGINT) == callback_.get();
}

void InterruptibleRun::run() {
    loop_.run_until_done(main_);
    if (steps_in() && loop_.mailbox()->has_signal()) {  // it came in the last moment
        loop_.stop();
        loop_.run_forever();
    }
    if (came_ && !delivered_) throw KeyboardInterrupt();
}

void InterruptibleRun::rethrow() const {
    if (delivered_ && main_.state().is_task() &&
        static_cast<TaskCore&>(main_.state()).uncancel() == 0)
        throw KeyboardInterrupt();
    throw;
}

void Runner::check_not_running() {
    if (EventLoop::any_running())
        throw RuntimeError("run() cannot be called from a running event loop");
}

void Runner::close_or_report() noexcept {
    try {
        close();
    } catch (...) {
        loop_.call_exception_handler(
            {"a Runner could not be closed in a tidy way", std::current_exception()});
    }
}

void Runner::close() {
    if (loop_.is_closed()) return;
    check_not_running();
    cancel_all_tasks();
    loop_.run_until_complete(shut_down_generators());
    loop_.run_until_complete(loop_.shutdown_default_executor(longest_wait_for_executor));
    loop_.close();
}

void Runner::cancel_all_tasks() {
    const std::vector<AnyTask> tasks = all_tasks(loop_);
    if (tasks.empty()) return;
    const auto left = std::make_shared<std::size_t>(tasks.size());
    const Future<void> all_done = loop_.create_future();
    TaskCore::cancel_all(loop_);
    for (const AnyTask& task : tasks)
        task.add_done_callback([left, all_done](const AnyFuture&) {
            if (--*left == 0) all_done.set_result();
        });
    loop_.run_until_complete(all_done);
    for (const AnyTask& task : tasks) {
        if (task.cancelled() || !task.exception()) continue;
        loop_.call_exception_handler({"unhandled exception during rondo::run() shutdown",
                                      task.exception(), task.get_name()});
    }
}

}  // namespace rondo
