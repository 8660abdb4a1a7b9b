/// @file
/// Node, what waits in the ready queue, and NodeQueue, the queue itself.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace rondo {

class Completion;
class DoneCallback;
class TimerNode;

/// Something that waits for its turn to run.
///
/// The ready queue is *intrusive*: what waits in it (a callback, a task's next step, a finished
/// operation) *is* the node, so waiting allocates nothing. A node is in one queue at a time.
///
/// Built in chapter 1.
class Node {
public:
    /// Runs it. The loop calls this once for each time that the node was queued; by then it is
    /// out of the queue, and may queue itself again. Exceptions are its own affair.
    virtual void run() noexcept = 0;

    /// The queue lets go of it without running it, because the loop is being destroyed.
    virtual void drop() noexcept {}

    /// A task waits for this, and is asked to end: stop waiting, if that can still be done, and see
    /// to it that the task runs and finds itself cancelled.
    /// @return false if it cannot: it is over already, or it was a bare yield.
    /// Built in chapter 10.
    virtual bool cancel(std::string_view /*message*/) { return false; }

    /// A task waits for this: which future or task that is, if it is one, in whose line this
    /// stands. Built in chapter 10.
    virtual Completion* awaited() const { return nullptr; }

    /// What it is, for a person to read: a task's name, the type of a callback. May be empty.
    /// Built in chapter 15.
    virtual std::string describe() const { return {}; }

    /// Who goes on when this is run, if that is a future or a task.
    /// Built in chapter 15.
    virtual Completion* on_behalf_of() { return nullptr; }

    /// @name What it is, if it is one of these
    /// A `dynamic_cast` cannot ask nodes of files that are compiled without RTTI.
    /// @{

    /// A done-callback. Built in chapter 7.
    virtual DoneCallback* as_done_callback() { return nullptr; }
    /// A future or a task. Built in chapter 15.
    virtual const Completion* as_completion() const { return nullptr; }
    /// A timer. Built in chapter 15.
    virtual TimerNode* as_timer() { return nullptr; }

    /// @}

    /// The next in the queue; meaningless while it is in none.
    Node* next;

protected:
    ~Node() = default;
};

/// Nodes in a line: first in, first out.
///
/// Built in chapter 1.
class NodeQueue {
public:
    /// Whether nobody waits.
    bool empty() const { return first_ == nullptr; }

    /// Puts a node at the end of the line.
    void push(Node& node) {
        node.next = nullptr;
        (first_ == nullptr ? first_ : last_->next) = &node;
        last_ = &node;
    }

    /// Moves all of another line, in its order, behind this one.
    void append(NodeQueue& other) {
        if (other.first_ == nullptr) return;
        (first_ == nullptr ? first_ : last_->next) = other.take_all();
        last_ = other.last_;
    }

    /// Takes the first one out, or gives nullptr when nobody waits.
    Node* pop() {
        Node* first = first_;
        if (first != nullptr) first_ = first->next;
        return first;
    }

    /// Takes them all out, as a chain that ends in nullptr; gives its first node.
    Node* take_all() { return std::exchange(first_, nullptr); }

    /// Looks at the first one, or gives nullptr.
    Node* front() const { return first_; }

    /// Takes a node out of the middle: O(n). Whether it was there.
    bool remove(Node& node) {
        Node* before = nullptr;
        for (Node* here = first_; here != nullptr; before = here, here = here->next) {
            if (here != &node) continue;
            (before == nullptr ? first_ : before->next) = node.next;
            if (last_ == &node) last_ = before;
            return true;
        }
        return false;
    }

private:
    Node* first_ = nullptr;
    Node* last_ = nullptr;  // means nothing while the line is empty
};

}  // namespace rondo
