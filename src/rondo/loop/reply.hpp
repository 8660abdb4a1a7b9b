/// @file
/// Reply: what another thread owes a loop.
#pragma once

#include <rondo/base/node.hpp>

namespace rondo {

class EventLoop;

/// The answer that another thread owes a loop: the end of the work that it was given.
///
/// It belongs to the loop, which drops it if it closes before the answer has come. Whoever does the
/// work posts it to the loop's Mailbox, once. As long as it is out, virtual time does not jump. All
/// else is for the loop's own thread.
///
/// Built in chapter 13.
class Reply : public Node {
public:
    /// A reply that this loop waits for.
    explicit Reply(EventLoop& loop);
    Reply(const Reply&) = delete;
    Reply& operator=(const Reply&) = delete;

    void run() noexcept final {
        arrive();
        delete this;
    }
    void drop() noexcept final { delete this; }

protected:
    virtual ~Reply();
    /// The work is done.
    virtual void arrive() noexcept = 0;

private:
    EventLoop& loop_;
    Reply* previous_ = nullptr;  // in the loop's list
    Reply* behind_;
};

}  // namespace rondo
