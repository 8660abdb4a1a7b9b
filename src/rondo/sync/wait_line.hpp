/// @file
/// WaitLine, where tasks wait for each other: what locks, events and queues are made of.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/base/pool.hpp>
#include <rondo/loop/anchor.hpp>
#include <rondo/tasks/waiter.hpp>

#include <cstdint>

namespace rondo {

class PlaceInLine;

/// What all copies of a Lock, an Event, a Queue share: counted, and bound to one loop.
///
/// Tasks that wait count as holders. So a primitive may go out of scope while tasks wait for it:
/// they wait on, as in Python, until they are cancelled.
///
/// It may be made before any loop runs. The first loop in which a task has to wait for it is the
/// one it belongs to.
///
/// Built in chapter 12.
class LoopBound : public Pooled {
public:
    LoopBound() = default;
    LoopBound(const LoopBound&) = delete;
    LoopBound& operator=(const LoopBound&) = delete;

    /// A task of this loop is about to wait.
    /// @throws RuntimeError if tasks of another loop have waited before.
    void bind_to(EventLoop& loop);

    void retain() { ++count_; }
    void release() {
        if (--count_ == 0) delete this;
    }

protected:
    virtual ~LoopBound() = default;

private:
    Counted<LoopAnchor> anchor_;
    std::uint32_t count_ = 0;
};

/// Tasks that wait, first come, first served. Their places lie in the frames of the coroutines that
/// wait, linked to each other, so waiting allocates nothing, and whoever is cancelled leaves at
/// once, however long the line.
///
/// Built in chapter 12.
class WaitLine {
public:
    /// What stands in the ring, which begins and ends with the line itself.
    struct Link {
        Link* before = this;  ///< who came before, or the line
        Link* behind = this;  ///< who came after, or the line
    };

    WaitLine() = default;
    WaitLine(const WaitLine&) = delete;
    WaitLine& operator=(const WaitLine&) = delete;

    /// Whether nobody stands here.
    bool empty() const { return ends_.behind == &ends_; }
    /// The one who has waited longest, or nullptr.
    PlaceInLine* front() const;
    /// Puts one at the end.
    void push(PlaceInLine& place);
    /// The longest waiting leaves the line, and its task is woken.
    /// @return its place, or nullptr if nobody waits.
    PlaceInLine* wake_first();
    /// The same with all of them, in their order.
    void wake_all();
    /// Whether all who stand here were cancelled, and are only about to leave. O(n) in the number
    /// of those.
    bool all_cancelled() const;

private:
    Link ends_;
};

/// A task's place in a WaitLine: `co_await` joins the line, and goes on in the turn after the one
/// in which the place is woken. It may be awaited again when that is over.
///
/// Built in chapter 12.
class PlaceInLine : public Waiter<PlaceInLine>, public WaitLine::Link {
public:
    /// @param owner what the line belongs to; it is kept alive.
    PlaceInLine(LoopBound& owner, WaitLine& line) : owner_(&owner), line_(line) {}
    /// Only before it is awaited.
    PlaceInLine(PlaceInLine&& other) noexcept : PlaceInLine(*other.owner_, other.line_) {}

    bool await_ready() const noexcept { return false; }
    /// @throws CancelledError if the task was cancelled while it waited, or after it was woken.
    void await_resume() { check_cancelled(); }

    /// Joins the line. @throws RuntimeError if it belongs to another loop.
    void start();
    /// The task is cancelled while it waits.
    void leave() noexcept { step_out(); }
    void run() noexcept override {}

    /// Wakes the task; where it stands in line is left as it is.
    void wake();
    /// Whether it was woken (and perhaps cancelled after that).
    bool woken() const { return woken_; }
    /// Whether its task is to go on already, because it was woken or cancelled.
    bool called() const { return task_->scheduled(); }
    /// In debug mode, refuses who is in a wrong thread. Built in chapter 15.
    void check_thread() const;
    /// Leaves the line, if it stands in one.
    void step_out() noexcept;

protected:
    ~PlaceInLine() { step_out(); }

    /// What the line belongs to.
    LoopBound& owner() const { return *owner_; }
    /// Whether the task had to wait.
    bool waited() const { return task_ != nullptr; }

private:
    Counted<LoopBound> owner_;
    WaitLine& line_;
    bool woken_ = false;
};

/// A place that is just that.
/// Built in chapter 12.
class PlainPlace final : public PlaceInLine {
public:
    using PlaceInLine::PlaceInLine;
};

}  // namespace rondo
