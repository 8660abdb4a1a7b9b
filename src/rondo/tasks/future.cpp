#include <rondo/tasks/future.hpp>

#include <memory>

namespace rondo {

void join_waiters(Completion& completion, Listener& awaiter, const TaskCore& task) {
    if (&completion == &task) throw RuntimeError("Task cannot await on itself");
    completion.check_loop(task.loop());
    completion.add_waiter(awaiter);
}

void check_end(Completion& completion, TaskCore* task) {
    if (task != nullptr && task->owed_cancellation()) {
        completion.mark_retrieved();
        if (!completion.cancelled()) task->throw_cancelled();
        task->cancellation_delivered();
    }
    completion.check_result();
}

namespace {

/// The done-callback of a run. When the run has ended before it was called, because the loop was
/// stopped in the same turn, it lies in the ready queue still; it must not stop the next run.
struct StopsRun {
    std::shared_ptr<bool> running;
    void operator()(const AnyFuture&) const {
        if (*running) get_running_loop().stop();
    }
    bool operator==(const StopsRun&) const = default;
};

}  // namespace

void EventLoop::run_until_done(const AnyFuture& future) {
    future.state().check_loop(this);
    const StopsRun stops{std::make_shared<bool>(true)};
    struct EndOfRun {
        ~EndOfRun() {
            *stops.running = false;
            future.state().remove_done_callback(type_tag<StopsRun>, &stops);
        }
        const AnyFuture& future;
        const StopsRun& stops;
    };
    future.add_done_callback(stops);
    {
        const EndOfRun end{future, stops};
        run_forever();
    }
    if (!future.done()) throw RuntimeError("Event loop stopped before Future completed.");
}

}  // namespace rondo
