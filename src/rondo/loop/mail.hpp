/// @file
/// What other threads send to a loop: a function to call, or the answer that they owe.
#pragma once

#include <rondo/base/context.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/node.hpp>
#include <rondo/loop/callback.hpp>

#include <string>
#include <typeinfo>
#include <utility>

namespace rondo {

/// A function that another thread asks the loop to call.
///
/// It comes from the heap, not from the pool: the sender allocates it and the loop frees it, and a
/// pool of one thread would only ever fill the other's. For the same reason its context is a copy
/// of its own: the counts of what tasks share are for one thread.
///
/// Built in chapter 13.
template <class F>
class MailOf final : public Node {
public:
    template <class G>
    explicit MailOf(G&& function) : function_(std::forward<G>(function)) {}

    void run() noexcept override {
        {
            const Context::Step step(context_);
            try {
                std::move(function_)();
            } catch (...) {
                report_failed_callback(typeid(F));
            }
        }
        delete this;
    }
    void drop() noexcept override { delete this; }
    std::string describe() const override { return readable_name(typeid(F)); }

private:
    Context context_ = Context::current().detached();
    F function_;
};

/// The answer that another thread owes a loop: the end of the work that it was given.
///
/// It belongs to the loop, which drops it if it closes before the answer has come. Whoever does the
/// work posts it to the loop's Mailbox, once. As long as it is out, virtual time does not jump. All
/// else is for the loop's own thread.
///
/// Built in chapter 13.
class Reply : public Node {
public:
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
