/// @file
/// Completion, what a Future and a Task have in common: it will be done one day.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/node.hpp>
#include <rondo/base/pool.hpp>
#include <rondo/loop/anchor.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace rondo {

class DoneCallback;

/// The part of a Future or a Task that does not depend on the type of its result.
///
/// It is pending, and then once and for ever done: with a result, with an exception, or cancelled.
/// Whoever waits for that (awaiting tasks and done-callbacks alike) is a Node in one line, which
/// goes into the ready queue in its order when it is done: nothing runs behind anybody's back.
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
    /// Asks for the end. A future is cancelled at once; a task is asked.
    /// @return false if it is done already.
    bool cancel(std::string_view message) override = 0;
    /// Whether this is a task: its owner is its coroutine, and nobody else can give it a result.
    virtual bool is_task() const { return false; }
    /// Where the result lies, whose type the caller knows.
    virtual void* result_place() = 0;

    /// Ends with an exception. @throws InvalidStateError if it is done.
    void set_exception(std::exception_ptr exception);

    /// Joins the line of those that wait, while this is pending; it is queued as soon as this is
    /// done.
    void add_waiter(Node& node) { waiters_.push(node); }
    /// Leaves the line again. Whether it stood there.
    bool remove_waiter(Node& node) { return waiters_.remove(node); }
    /// Those that wait, in their order.
    const NodeQueue& waiters() const { return waiters_; }
    /// Adds a function that is called, by the loop, when this is done.
    void add_done_callback(DoneCallback& callback);
    /// Takes out all copies of a function that wait still. @return how many there were.
    std::size_t remove_done_callback(const TypeTag& type, const void* function);

    /// The loop, or nullptr once it is closed.
    EventLoop* loop() const { return anchor_->loop; }
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
    void release() {
        if (--count_ != 0) return;
        if (unretrieved()) report_unretrieved();
        delete this;
    }

protected:
    enum class State : std::uint8_t { pending, finished, failed, cancelled };

    virtual ~Completion();

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
    void mark_abandoned();
    /// Ends as cancelled.
    void finish_cancelled(std::string_view message);

private:
    void wake_all();
    void report_unretrieved() noexcept;
    EventLoop& loop_or_refuse() const;

    NodeQueue waiters_;
    Counted<LoopAnchor> anchor_;
    std::uint32_t count_ = 0;
    State state_ = State::pending;
    bool retrieved_ : 1 = false;
    bool has_callbacks_ : 1 = false;
    bool holds_itself_ : 1 = false;  // it is in the ready queue, behind its callbacks

protected:
    // A task's own. They lie here because there is room.
    enum class Stage : std::uint8_t { unbegun, waiting, scheduled };
    bool must_cancel_ : 1 = false;  // it was cancelled where nothing could be interrupted
    bool interrupted_ : 1 = false;  // its wait was cut short by a cancel
    bool visited_ : 1 = false;      // while a cancel looks for the innermost task
    Stage stage_ = Stage::unbegun;
};

}  // namespace rondo
