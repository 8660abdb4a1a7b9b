#include <rondo/kernel/choose.hpp>
#include <rondo/kernel/virtual_time.hpp>
#include <rondo/loop/event_loop.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

namespace rondo {
namespace {

std::unique_ptr<Poller> poller_for(const LoopOptions& options) {
    auto poller = make_poller(options.poller);
    if (!options.virtual_time) return poller;
    return std::make_unique<VirtualTime>(std::move(poller));
}

}  // namespace

EventLoop::EventLoop(const LoopOptions& options) : EventLoop(poller_for(options)) {}

EventLoop::EventLoop(std::unique_ptr<Poller> poller) : poller_(std::move(poller)) {}

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

void EventLoop::ask_kernel(NodeQueue& reported) {
    const bool may_sleep = ready_.empty() && !stopping_;
    retired_.clear();  // what the kernel has reported has run by now
    poller_->wait(may_sleep ? timers_.earliest() : TimePoint::min(), reported);
}

void EventLoop::collect_timers(NodeQueue& due) { timers_.collect(time(), due); }

void EventLoop::run_ready() {
    Node* node = ready_.take_all();
    while (node != nullptr) {
        Node* behind = node->next;  // running may queue the node anew, or free it
        node->run();
        node = behind;
    }
}

void EventLoop::turn() {
    ask_kernel(ready_);
    collect_timers(ready_);
    run_ready();
}

void EventLoop::check_can_run() {
    check_open();
    if (running_here_) throw RuntimeError("This event loop is already running");
    if (running_loop != nullptr)
        throw RuntimeError("Cannot run the event loop while another loop is running");
}

void EventLoop::run_forever() {
    check_can_run();
    struct Running {
        explicit Running(EventLoop& its_loop) : loop(its_loop) {
            running_loop = &loop;
            loop.running_here_ = true;
        }
        ~Running() {
            running_loop = nullptr;
            loop.running_here_ = false;
            loop.stopping_ = false;
        }
        EventLoop& loop;
    };
    const Running running(*this);
    do turn();
    while (!stopping_);
}

void EventLoop::drop_all() {
    while (true) {
        timers_.take_all(ready_);
        if (ready_.empty()) return;
        while (Node* node = ready_.pop()) node->drop();
    }
}

void EventLoop::close() {
    if (closed_) return;
    if (running_here_) throw RuntimeError("Cannot close a running event loop");
    // Destructors of what is dropped may queue, arm and watch more: until there is nothing left.
    drop_all();
    while (!watches_.empty()) {
        const auto [descriptor, direction] = watches_.begin()->first;
        remove_watch(descriptor, direction);
        drop_all();
    }
    retired_.clear();
    closed_ = true;
}

void EventLoop::add_watch(Descriptor descriptor, Direction direction, Callback* callback) {
    Counted<Callback> added(callback);
    check_open();
    const auto [slot, is_new] = watches_.try_emplace({descriptor, direction});
    if (!is_new) retired_.push_back(slot->second);
    try {
        poller_->watch(descriptor, direction, *callback);
    } catch (...) {
        if (is_new) watches_.erase(slot);
        throw;
    }
    const Counted<Callback> replaced = std::exchange(slot->second, std::move(added));
    if (replaced) replaced->revoke();
}

bool EventLoop::remove_watch(Descriptor descriptor, Direction direction) {
    const auto found = watches_.find({descriptor, direction});
    if (found == watches_.end()) return false;
    const Counted<Callback> removed = found->second;
    retired_.push_back(removed);
    watches_.erase(found);
    poller_->unwatch(descriptor, direction);
    removed->revoke();
    return true;
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
