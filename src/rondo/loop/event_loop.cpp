#include <rondo/kernel/choose.hpp>
#include <rondo/kernel/virtual_time.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/loop/mailbox.hpp>
#include <rondo/loop/signal_table.hpp>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <thread>
#include <utility>

namespace rondo {
namespace {

std::unique_ptr<Poller> poller_for(const LoopOptions& options) {
    auto poller = make_poller(options.poller);
    if (!options.virtual_time) return poller;
    return std::make_unique<VirtualTime>(std::move(poller));
}

/// A moment in which the loop looks at nothing that other threads write. It is short: a call that
/// comes now waits for about as long as it takes to wake a thread.
void rest() {
    std::this_thread::yield();  // who sends may be waiting for this very processor
    const TimePoint end = std::chrono::steady_clock::now() + std::chrono::microseconds(8);
    while (std::chrono::steady_clock::now() < end) {}
}

}  // namespace

EventLoop::EventLoop(const LoopOptions& options) : EventLoop(poller_for(options), options.seed) {}

EventLoop::EventLoop(std::unique_ptr<Poller> poller) : EventLoop(std::move(poller), {}) {}

EventLoop::EventLoop(std::unique_ptr<Poller> poller, std::optional<std::uint64_t> seed)
    : timers_(poller->now()),
      poller_(std::move(poller)),
      mailbox_(std::make_shared<Mailbox>(*poller_)),
      anchor_(new LoopAnchor(*this)) {
    watch_as_asked(seed);
}

EventLoop::~EventLoop() {
    if (running_here_) {
        std::fputs("rondo: an event loop was destroyed while it was running\n", stderr);
        std::abort();
    }
    close();
}

/// Whether the loop has nothing to do, or something is watched.
inline bool EventLoop::asks_kernel() const {
    return (ready_.empty() && !stopping_) || !poller_->idle();
}

void EventLoop::ask_kernel(NodeQueue& reported) {
    const bool may_sleep = ready_.empty() && !stopping_;
    // Who sent something may be sending more, and a loop that looks at once for each call only gets
    // in its way: so it rests. That costs about as much as to sleep and be woken.
    if (may_sleep && std::exchange(had_news_, false)) rest();
    const bool sleeps = may_sleep && mailbox_->fall_asleep();
    if (!sleeps && poller_->idle()) return;
    retired_.clear();  // what the kernel has reported has run by now
    poller_->wait(sleeps ? timers_.earliest() : TimePoint::min(), reported);
    if (sleeps) mailbox_->wake_up();
}

inline void EventLoop::collect_news() {
    if (mailbox_->has_news()) fetch_news();
}

void EventLoop::check_guard() {
    if (closed_) throw RuntimeError("Event loop is closed");
    if (!running_here_)
        collect_news();  // the calls keep their order
    else if (running_loop != this)
        throw RuntimeError(
            "Non-thread-safe operation invoked on an event loop other than the current one");
}

void EventLoop::fetch_news() {
    had_news_ = true;
    if (mailbox_->fetch(ready_)) signals_->collect(ready_);
}

void EventLoop::post(Node& mail) {
    if (running_loop == this) {
        collect_news();  // from the loop's own thread it takes its place in the line at once
        ready_.push(mail);
    } else if (!mailbox_->post(mail)) {
        mail.drop();
        throw RuntimeError("Event loop is closed");
    }
}

void EventLoop::post(const LetterKind& kind, void* function) {
    if (!mailbox_->post(kind, function)) throw RuntimeError("Event loop is closed");
}

inline void EventLoop::collect_timers(NodeQueue& due) {
    if (!timers_.empty()) timers_.collect(time(), due);
}

inline void EventLoop::run_ready() {
    Node* node = ready_.take_all();
    while (node != nullptr) {
        Node* behind = node->next;  // running may queue the node anew, or free it
        node->run();
        node = behind;
    }
}

/// The same turn, under the eyes of the watchers.
void EventLoop::watched_turn() {
    // By number, for a step may add a watcher, which sees the next turn.
    const auto tell = [this, watching = watchers_.size()](auto hook, auto&... what) {
        for (std::size_t i = 0; i < watching; ++i) (*watchers_[i].*hook)(what...);
    };
    tell(&Watcher::turn_begins);

    NodeQueue reported;
    if (asks_kernel()) ask_kernel(reported);
    collect_news();  // before what the kernel reports: it may have come before
    tell(&Watcher::kernel_reported, reported);
    ready_.append(reported);

    NodeQueue due;
    collect_timers(due);
    tell(&Watcher::timers_due, due);
    ready_.append(due);

    NodeQueue batch;
    batch.append(ready_);
    tell(&Watcher::batch_begins, batch);
    while (Node* node = batch.pop()) {
        tell(&Watcher::step_begins, *node, batch);
        node->run();
        tell(&Watcher::step_ended);
    }
}

inline void EventLoop::turn() {
    if (!watchers_.empty()) return watched_turn();
    if (asks_kernel()) {
        NodeQueue reported;
        ask_kernel(reported);
        collect_news();  // before what the kernel reports: it may have come before
        ready_.append(reported);
    } else {
        collect_news();
    }
    collect_timers(ready_);
    run_ready();
}

std::vector<const TimerNode*> EventLoop::armed_timers() const {
    std::vector<const TimerNode*> timers;
    timers_.list(timers);
    std::multimap<TimePoint, const TimerNode*> by_deadline;  // equal ones stay as they were
    for (const TimerNode* timer : timers) by_deadline.emplace(timer->when, timer);
    timers.clear();
    for (const auto& [when, timer] : by_deadline) timers.push_back(timer);
    return timers;
}

std::vector<std::pair<Descriptor, Direction>> EventLoop::watched_descriptors() const {
    std::vector<std::pair<Descriptor, Direction>> descriptors;
    for (const auto& [watch, callback] : watches_) descriptors.push_back(watch);
    return descriptors;
}

void EventLoop::check_can_run() {
    check_open();
    if (running_here_) throw RuntimeError("This event loop is already running");
    if (any_running())
        throw RuntimeError("Cannot run the event loop while another loop is running");
}

/// It was made, and may have run, in the process that this one was forked from.
void EventLoop::move_to_this_process() {
    if (signals_) signals_->take_again();
    process_.renew();
}

void EventLoop::run_forever() {
    check_can_run();
    if (!process_.here()) move_to_this_process();
    struct Running {
        explicit Running(EventLoop& its_loop) : loop(its_loop) {
            running_loop = &loop;
            loop.running_here_ = true;
            loop.guarded_ = loop.debug_;
        }
        ~Running() {
            running_loop = outer_loop;
            enter_stack(outer_stack);
            loop.running_here_ = false;
            loop.guarded_ = true;
            loop.stopping_ = false;
        }
        EventLoop& loop;
        // In a child that was forked while the loop ran, there is a copy of that, which rests.
        EventLoop* const outer_loop = running_loop;
        FrameStack* const outer_stack = enter_stack(nullptr);
        Context outside;
        const Context::Entered nothing{outside};
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
    // What is queued goes before the frames that it may lie in. Destructors may queue more, and the
    // rest; so this goes on until there is nothing left.
    drop_all();
    do {
        abandon_tasks();
        abandon_callbacks();
        while (!watches_.empty()) {
            const auto [descriptor, direction] = watches_.begin()->first;
            remove_watch(descriptor, direction);
        }
        retired_.clear();
        signals_.reset();
        mailbox_->close(ready_);
        drop_all();
        drop_replies();
        drop_all();
    } while (tasks_ != nullptr || callbacks_ != nullptr || !watches_.empty());
    closed_ = true;
    anchor_->loop = nullptr;
    if (executor_) let_executor_go();
    watchers_.clear();  // there is nothing more to see: a trace ends here
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

SignalTable& EventLoop::signal_table() {
    if (!signals_) signals_ = std::make_unique<SignalTable>(*mailbox_, *poller_);
    return *signals_;
}

void EventLoop::add_signal_callback(int signal, Callback& callback) {
    const Counted<Callback> added(&callback);
    check_open();
    signal_table().add(signal, added);
}

bool EventLoop::remove_signal_handler(int signal) {
    check_signal(signal);
    return signals_ && signals_->remove(signal);
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
    std::string text = "rondo: " + context.message;
    if (!context.source.empty()) text += " (" + context.source + ")";
    text += ": " + describe(context.exception) + "\n";
    std::fputs(text.c_str(), stderr);
}

EventLoop& get_running_loop() {
    if (EventLoop::running() == nullptr) throw RuntimeError("no running event loop");
    return *EventLoop::running();
}

}  // namespace rondo
