#include <rondo/tasks/coro.hpp>
#include <rondo/tasks/task_core.hpp>

#include <algorithm>
#include <new>

namespace rondo {
namespace {

/// Unnamed tasks are numbered in the order in which they are made, in each thread.
constinit thread_local std::uint32_t numbers_given = 0;

/// Says where a task waits for something that is none of ours.
std::exception_ptr describe_stuck(const Frame& frame) noexcept {
    try {
        throw RuntimeError("Task got bad yield: " + std::string(frame.function) + " (" +
                           frame.file + ":" + std::to_string(frame.line) +
                           ") awaits something that this library does not know, and nobody would "
                           "wake it");
    } catch (...) {
        return std::current_exception();
    }
}

}  // namespace

TaskCore::TaskCore(EventLoop& loop, Frame& frame)
    : Completion(loop.anchor()), behind_(loop.tasks_) {
    enter(frame);
    if (behind_ != nullptr) behind_->previous_ = this;
    loop.tasks_ = this;
    retain();  // the loop's share, until the task is done
}

void TaskCore::start(const TaskOptions& options) {
    if (!options.name.empty() || options.starts_eagerly || loop()->get_debug())
        return start_specially(options);
    number_ = ++numbers_given;
    loop()->schedule(*this);
}

void TaskCore::start_specially(const TaskOptions& options) {
    try {
        if (!options.name.empty()) set_name(options.name);
        if (loop()->get_debug()) note_origin(options);
    } catch (...) {  // it is no task of the loop's yet
        leave_loop();
        destroy();
        mark_abandoned();
        release();
        throw;
    }
    if (options.name.empty()) number_ = ++numbers_given;
    if (options.starts_eagerly && EventLoop::running() == loop())
        run_within_step();
    else
        loop()->schedule(*this);
}

/// An eager start: in the middle of whatever is running.
void TaskCore::run_within_step() {
    FrameStack* const outer = current_stack;
    const Context::Entered entered(context_);
    run();
    current_stack = outer;
}

void TaskCore::run() noexcept {
    if (done()) return Completion::run();
    if (must_cancel_ && stage_ == Stage::unbegun) return end_unbegun();
    stage_ = Stage::waiting;
    waiting_on_ = nullptr;
    Frame* finished = nullptr;
    {
        const Context::Step step(context_);
        current_stack = this;
        finished = resume();
        current_stack = nullptr;
    }
    if (finished != nullptr) return take_end(*finished);
    if (waiting_on_ == nullptr) return end_stuck();
    if (must_cancel_) cancel_wait();
}

void TaskCore::end_unbegun() noexcept {
    destroy();
    end(State::cancelled, cancellation(message()));
}

/// It was cancelled in this very step, before it waited: what it waits for now is told.
void TaskCore::cancel_wait() {
    if (waiting_on_->cancel(message())) must_cancel_ = false;
}

void TaskCore::take_end(Frame& frame) noexcept {
    if (thrown_ || must_cancel_) return take_failure(frame);
    try {
        take_result(frame);
    } catch (...) {
        frame.handle.destroy();
        return end(State::failed, std::current_exception());
    }
    frame.handle.destroy();
    leave_loop();
    finish(State::finished);
    release();  // the loop's share
}

void TaskCore::take_failure(Frame& frame) noexcept {
    std::exception_ptr error = std::exchange(thrown_, nullptr);
    frame.handle.destroy();
    // Without an exception, it was cancelled, and returned without waiting for anything more.
    if (!error) error = cancellation(message());
    const State state = is_cancellation(error) ? State::cancelled : State::failed;
    end(state, std::move(error));
}

void TaskCore::end_stuck() noexcept {
    std::exception_ptr error = describe_stuck(*top());
    destroy();
    end(State::failed, std::move(error));
}

void TaskCore::end(State state, std::exception_ptr error) noexcept {
    leave_loop();
    set_error(std::move(error));
    finish(state);
    release();  // the loop's share
}

void TaskCore::leave_loop() {
    (previous_ != nullptr ? previous_->behind_ : loop()->tasks_) = behind_;
    if (behind_ != nullptr) behind_->previous_ = previous_;
}

Completion* TaskCore::begin_cancel(CancelQuestion& question) noexcept {
    if (done()) return question.answered(CancelAnswer::refused);
    ++cancels_;
    const bool waits = !scheduled() && waiting_on_ != nullptr;
    Completion* const awaited = waits ? waiting_on_->awaited() : nullptr;
    if (awaited != nullptr && awaited->passes_on()) return awaited;
    const bool ended = waits && waiting_on_->cancel(question.message);
    question.answer = ended ? CancelAnswer::taken : CancelAnswer::refused;
    return go_on_cancel(question);
}

Completion* TaskCore::go_on_cancel(CancelQuestion& question) noexcept {
    if (question.answer == CancelAnswer::refused) {
        must_cancel_ = true;
        if (!interrupted_) set_message(question.message);
    } else if (question.answer == CancelAnswer::circle) {
        waiting_on_->awaited()->remove_waiter(static_cast<Listener&>(*waiting_on_));
        interrupt(question.message);
    }
    return question.answered(CancelAnswer::taken);
}

int TaskCore::uncancel() {
    if (cancels_ > 0 && --cancels_ == 0) must_cancel_ = false;
    return cancelling();
}

void TaskCore::interrupt(std::string_view message) noexcept {
    set_message(message);
    interrupted_ = true;
    wake();
}

void TaskCore::throw_cancelled() {
    must_cancel_ = false;
    interrupted_ = false;
    std::rethrow_exception(cancellation(message()));
}

/// The request counts, even if there is no memory for its message.
void TaskCore::set_message(std::string_view message) noexcept {
    try {
        if (!message.empty() || rarities_) rarities().message = message;
    } catch (const std::bad_alloc&) {
        if (rarities_) rarities_->message.clear();  // it ends without a message
    }
}

TaskCore::Rarities& TaskCore::rarities() {
    if (!rarities_) rarities_ = std::make_unique<Rarities>();
    return *rarities_;
}

std::string TaskCore::get_name() const {
    if (rarities_ && rarities_->name) return *rarities_->name;
    return "Task-" + std::to_string(number_);
}

void TaskCore::set_name(std::string_view name) { rarities().name = name; }

std::string TaskCore::describe() const { return get_name(); }

std::vector<TaskCore*> TaskCore::all(const EventLoop& loop) {
    std::vector<TaskCore*> tasks;
    for (TaskCore* task = loop.tasks_; task != nullptr; task = task->behind_) tasks.push_back(task);
    std::reverse(tasks.begin(), tasks.end());
    return tasks;
}

void TaskCore::abandon() noexcept {
    leave_loop();
    behind_ = std::exchange(loop()->abandoned_, this);  // the loop's share stays, for the report
    waiting_on_ = nullptr;  // it lies in a frame, whose destructors may cancel this very task
    destroy();
    // Nobody is woken: those that wait are abandoned too.
    mark_abandoned();
}

void TaskCore::report_abandoned(EventLoop& its_loop) noexcept {
    its_loop.abandoned_ = behind_;
    report(&its_loop, "Task was destroyed but it is pending!",
           make_error<RuntimeError>("its event loop is closed"), [this] { return describe(); });
    release();  // the loop's share
}

FrameStack* EventLoop::enter_stack(FrameStack* stack) {
    return FrameStack::exchange_current(stack);
}

void EventLoop::abandon_tasks() noexcept {
    while (tasks_ != nullptr) {
        tasks_->abandon();
        drop_all();  // what its destructors have queued may lie in the next task's frames
    }
}

void EventLoop::report_abandoned() noexcept {
    while (abandoned_ != nullptr) abandoned_->report_abandoned(*this);
}

}  // namespace rondo
