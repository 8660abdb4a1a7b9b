#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/completion.hpp>
#include <rondo/tasks/done_callback.hpp>

namespace rondo {

Completion::~Completion() {
    while (Node* node = waiters_.pop()) node->drop();
}

void Completion::report_unretrieved() noexcept {
    const ErrorContext context{
        std::string(is_task() ? "Task" : "Future") + " exception was never retrieved", error(),
        describe()};
    if (loop() != nullptr)
        loop()->call_exception_handler(context);
    else
        EventLoop::default_exception_handler(context);
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

void Completion::finish_cancelled(std::string_view message) {
    set_error(std::make_exception_ptr(CancelledError(std::string(message))));
    finish(State::cancelled);
}

void Completion::mark_abandoned() {
    set_error(std::make_exception_ptr(CancelledError("the event loop was closed")));
    state_ = State::cancelled;
    while (Node* node = waiters_.pop()) node->drop();
}

EventLoop& Completion::loop_or_refuse() const {
    if (loop() == nullptr) throw RuntimeError("Event loop is closed");
    return *loop();
}

void Completion::wake_all() {
    EventLoop& its_loop = loop_or_refuse();
    if (has_callbacks_) {
        holds_itself_ = true;
        retain();
        waiters_.push(*this);
    }
    its_loop.schedule_all(waiters_);
}

void Completion::add_done_callback(DoneCallback& callback) {
    if (done() && loop() == nullptr) {
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

std::size_t Completion::remove_done_callback(const TypeTag& type, const void* function) {
    std::size_t removed = 0;
    NodeQueue kept;
    while (Node* node = waiters_.pop()) {
        DoneCallback* callback = node->as_done_callback();
        if (callback != nullptr && callback->is_copy_of(type, function)) {
            callback->drop();
            ++removed;
        } else {
            kept.push(*node);
        }
    }
    waiters_.append(kept);
    return removed;
}

}  // namespace rondo
