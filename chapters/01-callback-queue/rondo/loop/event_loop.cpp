#include <rondo/loop/event_loop.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace rondo {

EventLoop::~EventLoop() {
    if (running_here_) {
        std::fputs("rondo: an event loop was destroyed while it was running\n", stderr);
        std::abort();
    }
    close();
}

void EventLoop::check_open() {
    if (closed_) throw RuntimeError("Event loop is closed");
}

void EventLoop::run_ready() {
    Node* node = ready_.take_all();
    while (node != nullptr) {
        Node* behind = node->next;  // running may queue the node anew, or free it
        node->run();
        node = behind;
    }
}

void EventLoop::turn() { run_ready(); }

void EventLoop::check_can_run() {
    check_open();
    if (running_here_) throw RuntimeError("This event loop is already running");
    if (running_loop != nullptr)
        throw RuntimeError("Cannot run the event loop while another loop is running");
}

void EventLoop::run_forever() {
    check_can_run();
    running_loop = this;
    running_here_ = true;
    do turn();
    while (!stopping_);
    running_loop = nullptr;
    running_here_ = false;
    stopping_ = false;
}

void EventLoop::drop_all() {
    while (Node* node = ready_.pop()) node->drop();
}

void EventLoop::close() {
    if (closed_) return;
    if (running_here_) throw RuntimeError("Cannot close a running event loop");
    drop_all();
    closed_ = true;
}

void EventLoop::call_exception_handler(const ErrorContext& context) noexcept {
    const ExceptionHandler handler = exception_handler_;  // it may set another
    if (!handler) return default_exception_handler(context);
    try {
        handler(*this, context);
    } catch (...) {
        default_exception_handler(
            {"Unhandled error in exception handler", std::current_exception()});
        default_exception_handler(context);
    }
}

void EventLoop::default_exception_handler(const ErrorContext& context) noexcept {
    const std::string text =
        "rondo: " + context.message + ": " + describe(context.exception) + "\n";
    std::fputs(text.c_str(), stderr);
}

EventLoop& get_running_loop() {
    if (EventLoop::running() == nullptr) throw RuntimeError("no running event loop");
    return *EventLoop::running();
}

}  // namespace rondo
