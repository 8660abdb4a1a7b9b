/// @file
/// TaskCore, the part of a Task that does not depend on the type of its result.
#pragma once

#include <rondo/base/context.hpp>
#include <rondo/base/node.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/completion.hpp>
#include <rondo/tasks/frame.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rondo {

/// A task: it drives a stack of coroutines, step by step, from the loop.
///
/// A step runs until the innermost coroutine waits for something that is no coroutine, or the
/// outermost one is done. Then the task itself, a Node, stands in one line: the ready queue, or
/// that of the future it waits for. The loop holds every task that is not done; so a task goes on
/// though all its handles are dropped.
///
/// Built in chapter 9; cancelling in chapter 10.
class TaskCore : public Completion, public FrameStack {
public:
    /// @param frame the outermost coroutine, which belongs to the task from now on.
    TaskCore(EventLoop& loop, Frame& frame);

    /// @name For awaiters
    /// @{

    /// The next step: goes on with the coroutines, until they wait for something.
    void run() noexcept override;
    /// Notes what the task waits for, so that `cancel` finds it.
    void wait_on(Node& waiter) { waiting_on_ = &waiter; }
    /// What it waits for, or nullptr.
    Node* waiting_on() const { return waiting_on_; }
    /// The wait is over: puts the task into the ready queue, if it is not there already.
    void wake() {
        if (scheduled()) return;
        stage_ = Stage::scheduled;
        loop()->schedule(*this);
    }
    /// Whether it is in the ready queue.
    bool scheduled() const { return stage_ != Stage::waiting; }
    /// The task that is running in this thread.
    /// @throws RuntimeError if none is.
    static TaskCore& running_or_refuse() {
        if (running() == nullptr) refuse_await_outside();
        return *running();
    }
    /// The task that is running in this thread, or nullptr.
    static TaskCore* running() { return static_cast<TaskCore*>(FrameStack::current()); }

    /// @}
    /// @name Cancellation
    /// @{

    /// How many requests there are that were not taken back.
    int cancelling() const { return static_cast<int>(cancels_); }
    /// Takes one request back. At 0, one that was not delivered yet is withdrawn.
    /// @return how many are left.
    int uncancel();
    /// The wait is cut short: puts the task into the ready queue, where it will find that it is
    /// owed a CancelledError with this message.
    void interrupt(std::string_view message) noexcept;
    /// Whether a CancelledError is to be thrown where it stands.
    bool owed_cancellation() const { return must_cancel_ || interrupted_; }
    /// Throws the CancelledError that is owed.
    [[noreturn]] void throw_cancelled();
    /// What it waited for throws a CancelledError already; that will do.
    void cancellation_delivered() { must_cancel_ = false; }
    /// Cancels all tasks of a loop, in as many steps as there are tasks, though they may wait for
    /// each other in long chains: a request that comes to a task which has passed one on ends
    /// there. Built in chapter 10.
    static void cancel_all(const EventLoop& loop);  // in tasks/cancel_question.cpp

    /// @}
    /// @name Names
    /// @{

    /// What the task is called: the name it was given, or "Task-1" and so on.
    std::string get_name() const;
    /// Gives it another name.
    void set_name(std::string_view name);
    std::string describe() const override;

    /// Where it was made: "greet.cpp:25", if that was in debug mode; else nothing.
    /// Built in chapter 15.
    std::string made_at() const;  // in watch/debug.cpp

    /// @}

    /// Queues the first step; or, if an eager start is asked for, makes it now.
    void start(const TaskOptions& options);
    /// All tasks of a loop that are not done.
    static std::vector<TaskCore*> all(const EventLoop& loop);
    /// Ends it as cancelled, without waking anybody: its loop is being closed, and will report it.
    void abandon() noexcept;
    /// Reports that it was ended so, and lets go of it.
    void report_abandoned(EventLoop& its_loop) noexcept;

    bool is_task() const override { return true; }
    bool passes_on() const override { return true; }
    /// What left its outermost coroutine.
    const std::exception_ptr& error() const override { return thrown_; }
    Completion* on_behalf_of() override { return this; }

protected:
    void set_error(std::exception_ptr error) override { thrown_ = std::move(error); }
    /// What it waits for is asked to end; or else CancelledError is thrown at its next step.
    Completion* begin_cancel(CancelQuestion& question) noexcept override;
    Completion* go_on_cancel(CancelQuestion& question) noexcept override;
    /// Moves the result out of the outermost coroutine, which is done, to where it stays.
    virtual void take_result(Frame& frame) = 0;

private:
    /// What few tasks have.
    struct Rarities {
        std::optional<std::string> name;
        std::string message;         // that was given to cancel
        const char* file = nullptr;  // where it was made, if that was in debug mode
        int line = 0;
    };

    void take_end(Frame& frame) noexcept;
    void take_failure(Frame& frame) noexcept;
    void end_stuck() noexcept;
    void end_unbegun() noexcept;
    void cancel_wait();
    void end(State state, std::exception_ptr error) noexcept;
    void leave_loop();
    void start_specially(const TaskOptions& options);
    void run_within_step();
    void note_origin(const TaskOptions& options);  // in watch/debug.cpp
    void set_message(std::string_view message) noexcept;
    Rarities& rarities();
    std::string_view message() const noexcept {
        return rarities_ ? std::string_view(rarities_->message) : std::string_view();
    }

    Node* waiting_on_ = nullptr;
    TaskCore* previous_ = nullptr;  // in the loop's list
    TaskCore* behind_ = nullptr;
    Context context_ = Context::current();
    std::unique_ptr<Rarities> rarities_;
    std::uint32_t cancels_ = 0;
    std::uint32_t number_ = 0;
};

}  // namespace rondo
