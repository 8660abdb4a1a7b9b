/// @file
/// Children: the futures and tasks that somebody waits for.
#pragma once

#include <rondo/tasks/completion.hpp>
#include <rondo/tasks/done_callback.hpp>

#include <cstddef>
#include <memory>

namespace rondo {

/// Futures and tasks whose end somebody, an heir of this, wants to hear of.
///
/// It holds none of them: each has a done-callback, and those form a list. A child that is gone
/// before its end leaves the list; and when this goes, no child calls it any more.
///
/// Built in chapter 11.
class Children {
public:
    Children(const Children&) = delete;
    Children& operator=(const Children&) = delete;

protected:
    Children() = default;
    ~Children() { forget_all(); }

    /// One has come to its end, and is no child any more. Called by the loop, in the turn after.
    virtual void child_ended(Completion& child) = 0;
    /// One is gone before its end: what held it let go of it, or the loop is being closed.
    virtual void child_gone() {}
    /// Who goes on when a child ends, for those who watch; may be nullptr.
    virtual Completion* served() { return nullptr; }

    /// How many have not come to their end yet.
    std::size_t count_children() const { return count_; }
    /// Whether all of them come to their end whatever happens, for the loop holds them.
    bool waits_for_tasks_only() const;
    /// Room for one more child. Who makes it before the child does not run out of memory between
    /// the two.
    std::unique_ptr<DoneCallback> make_room();
    /// Waits for one more.
    /// @throws RuntimeError if it belongs to another loop.
    void add_child(Completion& child) { add_child(child, make_room()); }
    /// The same, in room that was made before.
    void add_child(Completion& child, std::unique_ptr<DoneCallback> room);
    /// Cancels all of them, in the order in which they were added.
    void cancel_children();
    /// Waits for them no more. @return how many there were.
    std::size_t forget_all() noexcept;

    /// Goes through the children, to ask each to end: the first one, or nullptr.
    Completion* first_to_ask();
    /// The one behind the one that was asked last, or nullptr.
    Completion* next_to_ask();

private:
    class Child;

    Child* first_ = nullptr;
    Child* last_ = nullptr;
    Child* asked_ = nullptr;  // the last one that was asked to end
    std::size_t count_ = 0;
};

}  // namespace rondo
