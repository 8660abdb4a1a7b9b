/// @file
/// Completion, what a Future and a Task have in common: it will be done one day.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/base/demolition.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/node.hpp>
#include <rondo/base/pool.hpp>
#include <rondo/loop/anchor.hpp>
#include <rondo/tasks/cancel_question.hpp>
#include <rondo/tasks/listener.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace rondo {

class DoneCallback;
class EventLoop;

/// The part of a Future or a Task that does not depend on the type of its result.
///
/// It is pending, and then once and for ever done: with a result, with an exception, or cancelled.
/// Whoever waits for that (awaiting tasks and done-callbacks alike) stands in one line, and goes
/// into the ready queue in its order when it is done: nothing runs behind anybody's back.
///
/// It is counted: each Future and Task handle holds it. It may outlive its loop. It is a Node
/// itself: done-callbacks refer to it without holding it, or it would never be freed; so when it is
/// done it goes into the ready queue behind the last of them, and holds itself until then.
///
/// Built in chapter 7.
class Completion : public Node, public Pooled {
public:
    /// What belongs to this loop and is not done.
    explicit Completion(LoopAnchor& anchor) : anchor_(anchor) {}
    Completion(const Completion&) = delete;
    Completion& operator=(const Completion&) = delete;

    /// Whether there is a result or an exception, or it was cancelled.
    bool done() const { return state_ != State::pending; }
    /// Whether it ended by being cancelled.
    bool cancelled() const { return state_ == State::cancelled; }

    /// The exception, or null if there is a result.
    /// @throws InvalidStateError if it is pending; CancelledError if it is cancelled.
    std::exception_ptr exception();
    /// Passes if there is a result.
    /// @throws The exception; CancelledError; InvalidStateError if it is pending.
    void check_result();

    /// The exception that it ended with, a CancelledError among them; null if there is none (yet).
    virtual const std::exception_ptr& error() const = 0;
    /// Asks for the end. A future is cancelled at once; a task, or a gathering, passes the request
    /// on to what it waits for.
    /// @return false if it is done already.
    bool cancel(std::string_view message = {}) final;  // in tasks/cancel_question.cpp
    /// Whether a request to end is passed on to others; a future with nobody behind it ends at
    /// once. Built in chapter 10.
    virtual bool passes_on() const { return false; }
    /// Whether this is a task: its owner is its coroutine, and nobody else can give it a result.
    virtual bool is_task() const { return false; }
    /// Where the result lies, whose type the caller knows.
    virtual void* result_place() = 0;

    /// Ends with an exception. @throws InvalidStateError if it is done.
    void set_exception(std::exception_ptr exception);

    /// Joins the line of those that wait, while this is pending; it hears of it when this is done.
    void add_waiter(Listener& listener) { waiters_.push(listener); }
    /// Leaves the line again, if it stands there.
    void remove_waiter(Listener& listener) noexcept;
    /// Those that wait, in their order.
    const Listeners& waiters() const { return waiters_; }
    /// Adds a function that is called, by the loop, when this is done.
    void add_done_callback(DoneCallback& callback);
    /// Takes out all copies of a function that wait still. @return how many there were.
    std::size_t remove_done_callback(const TypeTag& type, const void* function);

    /// The loop, or nullptr once it is closed.
    EventLoop* loop() const { return anchor_->loop; }
    /// @throws RuntimeError unless it belongs to this loop.
    void check_loop(const EventLoop* loop) const;
    /// Nobody has to look at the exception any more.
    void mark_retrieved() { retrieved_ = true; }
    /// Whether a look at the exception is still owed.
    bool unretrieved() const { return state_ == State::failed && !retrieved_; }

    /// The queue has come to this, which it held: all callbacks have been called.
    void run() noexcept override { release(); }
    void drop() noexcept override {
        if (holds_itself_) release();
    }

    const Completion* as_completion() const override { return this; }

    /// How many hold it.
    std::uint32_t holders() const { return count_; }
    void retain() { ++count_; }
    void release() noexcept {
        if (--count_ == 0) unheld();
    }

    /// For Demolition: the end of its life.
    void demolish() noexcept { delete this; }
    /// For Demolition: which one comes behind it in the line.
    Completion* doomed_behind() const { return static_cast<Completion*>(next); }
    /// For Demolition: notes which one comes behind it.
    void set_doomed_behind(Completion* other) { next = other; }

protected:
    enum class State : std::uint8_t { pending, finished, failed, cancelled };

    virtual ~Completion();

    /// Nobody holds it any more: destroys it.
    virtual void unheld() noexcept;

    /// A request to end has come, and is answered; or whom it is to be passed on to, is the answer.
    /// Built in chapter 10.
    virtual Completion* begin_cancel(CancelQuestion& question) noexcept = 0;
    /// The one that it was passed on to has answered. The same.
    /// Built in chapter 10.
    virtual Completion* go_on_cancel(CancelQuestion& question) noexcept;
    /// Asks this, and whomever the request is passed on to.
    /// Built in chapter 10.
    void ask_to_end(CancelQuestion& question);
    /// The request has been answered.
    /// Built in chapter 10.
    static void forget_answers(CancelQuestion& question);

    /// Keeps the exception that it is about to end with.
    virtual void set_error(std::exception_ptr error) = 0;
    /// @throws InvalidStateError unless it is pending.
    void check_pending() const;
    /// From now on it is done; wakes those that wait. An exception is set before.
    void finish(State state) {
        state_ = state;
        if (!waiters_.empty()) wake_all();
    }
    /// It is cancelled, but nobody is woken: the loop is being closed.
    void mark_abandoned() noexcept;
    /// Ends as cancelled.
    void finish_cancelled(std::string_view message) noexcept;

private:
    void wake_all();
    void report_unretrieved() noexcept;

    Listeners waiters_;
    Counted<LoopAnchor> anchor_;
    std::uint32_t count_ = 0;
    State state_ = State::pending;
    bool retrieved_ : 1 = false;
    bool has_callbacks_ : 1 = false;
    bool holds_itself_ : 1 = false;  // it is in the ready queue, behind its callbacks
    CancelAnswer answer_ : 3 = CancelAnswer::none;  // while a request to cancel is on its way

protected:
    // A task's own. They lie here because there is room.
    enum class Stage : std::uint8_t { unbegun, waiting, scheduled };
    bool must_cancel_ : 1 = false;  // it was cancelled where nothing could be interrupted
    bool interrupted_ : 1 = false;  // its wait was cut short by a cancel
    Stage stage_ = Stage::unbegun;
};

}  // namespace rondo
