/// @file
/// Node, what waits in the ready queue, and NodeQueue, the queue itself.
#pragma once

#include <utility>

namespace rondo {

/// Something that waits for its turn to run.
///
/// The ready queue is *intrusive*: what waits in it *is* the node, so waiting allocates nothing. A
/// node is in one queue at a time.
///
/// Built in chapter 1.
class Node {
public:
    /// Runs it. The loop calls this once for each time that the node was queued; by then it is
    /// out of the queue, and may queue itself again. Exceptions are its own affair.
    virtual void run() noexcept = 0;

    /// The queue lets go of it without running it, because the loop is being destroyed.
    virtual void drop() noexcept {}

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
