/// @file
/// Listener, who wants to hear that a future or a task is done; Listeners, a line of them.
#pragma once

#include <rondo/base/node.hpp>

#include <utility>

namespace rondo {

/// Who wants to hear that a future or a task is done: a done-callback, or the awaiter of a task.
///
/// It stands in the line of that future, and leaves it at once, wherever it stands: it knows what
/// points to it.
///
/// Built in chapter 7.
class Listener : public Node {
public:
    /// It is done: the loop is to come to whoever this stands for. By now this is out of the line.
    virtual void hear() noexcept = 0;

    /// Whether it stands in a line.
    bool listens() const { return here != nullptr; }

    /// For its line: what points to it there; nullptr while it stands in none.
    Node** here = nullptr;

protected:
    ~Listener() = default;
};

/// Those who wait for one future or task, first come, first served.
///
/// Built in chapter 7.
class Listeners {
public:
    Listeners() = default;
    Listeners(const Listeners&) = delete;
    Listeners& operator=(const Listeners&) = delete;

    /// Whether nobody stands here.
    bool empty() const { return first_ == nullptr; }
    /// The first one, or nullptr; its `next` is the one behind it.
    Node* front() const { return first_; }
    /// Puts one, who stands in no line, at the end.
    void push(Listener& listener) {
        listener.next = nullptr;
        listener.here = end_;
        *end_ = &listener;
        end_ = &listener.next;
    }
    /// Takes one out of this line, in which it stands.
    void remove(Listener& listener) {
        Node** const place = std::exchange(listener.here, nullptr);
        *place = listener.next;
        (listener.next != nullptr ? static_cast<Listener*>(listener.next)->here : end_) = place;
    }
    /// Takes the first one out, or gives nullptr when nobody stands here.
    Listener* pop() {
        auto* const first = static_cast<Listener*>(first_);
        if (first != nullptr) remove(*first);
        return first;
    }

private:
    Node* first_ = nullptr;
    Node** end_ = &first_;  // the pointer that the next one to come will hang on
};

}  // namespace rondo
