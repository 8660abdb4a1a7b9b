#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/completion.hpp>
#include <rondo/tasks/done_callback.hpp>

#include <new>

namespace rondo {

Completion::~Completion() {
    while (Listener* listener = waiters_.pop()) listener->drop();
}

void Completion::unheld() noexcept {
    retain();  // for good: whoever holds it from now on is not the last to do so
    if (unretrieved()) report_unretrieved();
    Demolition<Completion>::of(*this);
}

void Completion::report_unretrieved() noexcept {
    report(
        loop(),
        is_task() ? "Task exception was never retrieved" : "Future exception was never retrieved",
        error(), [this] { return describe(); });
}

void Completion::check_loop(const EventLoop* its_loop) const {
    if (loop() != its_loop) throw RuntimeError("this future or task belongs to another event loop");
}

void Completion::check_pending() const {
    if (done()) throw InvalidStateError("invalid state: it is done already");
}

void Completion::check_result() {
    if (state_ == State::finished) return;
    if (state_ == State::pending) throw InvalidStateError("Result is not ready.");
    retrieved_ = true;
    std::rethrow_exception(error());
}

std::exception_ptr Completion::exception() {
    if (state_ == State::pending) throw InvalidStateError("Exception is not set.");
    if (state_ == State::cancelled) std::rethrow_exception(error());
    retrieved_ = true;
    return error();
}

void Completion::set_exception(std::exception_ptr exception) {
    if (is_task()) throw RuntimeError("Task does not support set_exception operation");
    check_pending();
    if (!exception) throw std::invalid_argument("set_exception needs an exception");
    set_error(std::move(exception));
    finish(State::failed);
}

void Completion::finish_cancelled(std::string_view message) noexcept {
    set_error(cancellation(message));
    finish(State::cancelled);
}

void Completion::mark_abandoned() noexcept {
    set_error(cancellation("the event loop was closed"));
    state_ = State::cancelled;
    while (Listener* listener = waiters_.pop()) listener->drop();
}

void Completion::wake_all() {
    while (Listener* listener = waiters_.pop()) listener->hear();
    if (!has_callbacks_) return;
    holds_itself_ = true;
    retain();
    loop()->schedule(*this);
}

void Completion::remove_waiter(Listener& listener) noexcept {
    if (!listener.listens()) return;
    waiters_.remove(listener);
    if (count_ == 0) unheld();  // it lived for those who waited
}

void Completion::add_done_callback(DoneCallback& callback) {
    if (loop() == nullptr) {
        callback.drop();
        throw RuntimeError("Event loop is closed");
    }
    if (done()) {
        callback.hold(*this);
        loop()->schedule(callback);
    } else {
        callback.refer_to(*this);
        has_callbacks_ = true;
        waiters_.push(callback);
    }
}

namespace {

/// Marks a place in a line.
class Bookmark final : public Listener {
public:
    void hear() noexcept override {}
    void run() noexcept override {}
};

}  // namespace

/// Each that stands in the line is taken out in front, and goes to its end if it is another one, so
/// that in the end the order is the same. While it is compared it stands nowhere, and the line is
/// as it should be; for `==` is the user's, and may throw, or finish this very future.
std::size_t Completion::remove_done_callback(const TypeTag& type, const void* function) {
    const Counted<Completion> alive(*this);
    Listeners removed;
    std::size_t count = 0;
    std::exception_ptr error;
    Bookmark end;
    waiters_.push(end);
    while (end.listens()) {
        Listener& first = *waiters_.pop();
        if (&first == &end) break;
        const DoneCallback* callback = first.as_done_callback();
        bool is_copy = false;
        try {
            is_copy = !error && callback != nullptr && callback->is_copy_of(type, function);
        } catch (...) {
            error = std::current_exception();
        }
        if (is_copy) {
            removed.push(first);
            ++count;
        } else if (done()) {
            first.hear();
        } else {
            waiters_.push(first);
        }
    }
    while (Listener* listener = removed.pop()) listener->drop();
    if (error) std::rethrow_exception(error);
    return count;
}

}  // namespace rondo
