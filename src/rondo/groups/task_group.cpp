#include <rondo/groups/task_group.hpp>
#include <rondo/loop/exception_handler.hpp>
#include <rondo/tasks/waiter.hpp>

namespace rondo {

/// Where the task that runs the block waits at its end.
class TaskGroup::WaitForChildren final : public Waiter<WaitForChildren> {
public:
    explicit WaitForChildren(TaskGroup& group) : group_(group) {}
    ~WaitForChildren() { leave(); }

    bool await_ready() const { return group_.count_children() == 0; }
    void await_resume() { check_cancelled(); }

    void start() { group_.waits_ = this; }
    void leave() { group_.waits_ = nullptr; }
    void run() noexcept override {}
    std::string describe() const override { return "a TaskGroup"; }
    /// All children have come to their end.
    void end() {
        leave();
        task_->wake();
    }

private:
    TaskGroup& group_;
};

Immediately<TaskGroup&> TaskGroup::enter() {
    if (parent_) throw RuntimeError("TaskGroup " + describe() + " has already been entered");
    AnyTask parent = current_task();
    if (!parent)
        throw RuntimeError("TaskGroup " + describe() + " cannot determine the parent task");
    end_.emplace(wait_for_all());  // now: without it, tasks would outlive what they refer to
    parent_ = std::move(parent);
    return Immediately<TaskGroup&>(*this);
}

Coro<bool> TaskGroup::exit(std::exception_ptr error) {
    if (!end_) refuse();
    body_error_ = std::move(error);
    return std::move(*end_);
}

Coro<bool> TaskGroup::wait_for_all() {
    exiting_ = true;
    const std::exception_ptr error = std::exchange(body_error_, nullptr);
    const bool body_failed = error && !is_cancellation(error);
    std::exception_ptr cancellation = body_failed ? nullptr : error;
    if (error && !aborting_) abort();

    // In a loop, because this task may be cancelled again and again while it waits.
    while (count_children() != 0) {
        try {
            co_await WaitForChildren(*this);
        } catch (const CancelledError&) {
            if (!aborting_) {
                cancellation = std::current_exception();
                abort();
            }
        }
    }

    // The group's own request is taken back. If no other is left, there was no cancellation.
    if (interrupts_parent_ && parent_.uncancel() == 0) cancellation = nullptr;
    if (cancellation && errors_.empty()) std::rethrow_exception(cancellation);

    if (body_failed) errors_.push_back(error);
    if (errors_.empty()) co_return false;
    // The failures win over a cancellation from outside. That one is made again, for the next
    // await; the number of requests stays what it is.
    if (parent_.cancelling() > 0) {
        parent_.uncancel();
        parent_.cancel();
    }
    throw ExceptionGroup("unhandled errors in a TaskGroup", std::exchange(errors_, {}));
}

/// Room for a child, and for its exception.
std::unique_ptr<DoneCallback> TaskGroup::make_room() {
    const std::size_t at_most = errors_.size() + count_children() + 2;  // this one's, the body's
    if (errors_.capacity() < at_most) errors_.reserve(2 * at_most);
    return Children::make_room();
}

void TaskGroup::child_ended(Completion& child) {
    if (waits_ != nullptr && count_children() == 0) waits_->end();
    if (child.cancelled()) return;
    const std::exception_ptr error = child.exception();
    if (!error) return;

    errors_.push_back(error);
    if (parent_.done())  // the block was given up in the middle, and this group has outlived it
        return report(child.loop(), "Task has errored out but its parent task is already completed",
                      error, [&child] { return child.describe(); });
    if (aborting_) return;
    abort();
    interrupts_parent_ = true;
    parent_.cancel();
}

void TaskGroup::abort() {
    aborting_ = true;
    cancel_children();
}

void TaskGroup::refuse() const {
    throw RuntimeError("TaskGroup " + describe() +
                       (!parent_        ? " has not been entered"
                        : is_finished() ? " is finished"
                                        : " is shutting down"));
}

/// As asyncio describes it.
std::string TaskGroup::describe() const {
    std::string text = "<TaskGroup";
    if (count_children() != 0) text += " tasks=" + std::to_string(count_children());
    if (!errors_.empty()) text += " errors=" + std::to_string(errors_.size());
    if (aborting_)
        text += " cancelling";
    else if (parent_)
        text += " entered";
    return text + ">";
}

}  // namespace rondo
