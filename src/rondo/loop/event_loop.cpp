#include <rondo/base/thread_end.hpp>
#include <rondo/kernel/choose.hpp>
#include <rondo/kernel/virtual_time.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/loop/mailbox.hpp>
#include <rondo/loop/signal_table.hpp>
#include <rondo/loop/watch_table.hpp>

#include <cstdio>
#include <cstdlib>
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

/// Nodes that join a line at the end of a block, however it ends.
class JoinsAtLast {
public:
    explicit JoinsAtLast(NodeQueue& line) : line_(line) {}
    ~JoinsAtLast() { line_.append(nodes); }
    JoinsAtLast(const JoinsAtLast&) = delete;
    JoinsAtLast& operator=(const JoinsAtLast&) = delete;

    NodeQueue nodes;

private:
    NodeQueue& line_;
};

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
    if (!running_here_) {
        close();
    } else if (!thread_is_over()) {  // or else `exit` was called in a callback
        std::fputs("rondo: an event loop was destroyed while it was running\n", stderr);
        std::abort();
    }
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
    poller_->wait(sleeps ? timers_.earliest() : TimePoint::min(), reported);
    if (sleeps) mailbox_->wake_up();
}

inline void EventLoop::collect_news() {
    if (mailbox_->has_news()) fetch_news();
}

void EventLoop::guard() {
    if (!running_here_)
        collect_news();  // the calls keep their order
    else if (running_loop != this)
        throw RuntimeError(
            "Non-thread-safe operation invoked on an event loop other than the current one");
}

bool EventLoop::guard_work() {
    if (state_ == State::closed) throw RuntimeError("Event loop is closed");
    if (state_ == State::closing) return false;
    guard();
    return true;
}

void EventLoop::fetch_news() {
    had_news_ = true;
    if (mailbox_->fetch(ready_) && signals_) signals_->collect(ready_);
}

void EventLoop::refuse_mail() const {
    if (state_ == State::closed) throw RuntimeError("Event loop is closed");
}

void EventLoop::post(Node& mail) {
    if (running_loop == this) {
        collect_news();  // from the loop's own thread it takes its place in the line at once
        ready_.push(mail);
    } else if (!mailbox_->post(mail)) {
        mail.drop();
        refuse_mail();
    }
}

void EventLoop::post(const LetterKind& kind, void* function) {
    if (!mailbox_->post(kind, function)) refuse_mail();
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

void EventLoop::add_watcher(std::unique_ptr<Watcher> watcher) {
    if (takes_work()) watchers_.push_back(std::move(watcher));
}

/// The same turn, under the eyes of the watchers.
void EventLoop::watched_turn() {
    // By number, for a step may add a watcher, which sees the next turn. One that fails is told,
    // and looks on no more.
    const auto tell = [this, watching = watchers_.size()](auto hook, auto&... what) noexcept {
        for (std::size_t i = 0; i < watching; ++i) {
            if (watchers_[i] == nullptr) continue;
            try {
                (*watchers_[i].*hook)(what...);
            } catch (...) {
                const auto failed = std::move(watchers_[i]);
                report(this, "Exception in a watcher, which looks on no more");
            }
        }
    };
    tell(&Watcher::turn_begins);
    {
        JoinsAtLast reported(ready_);
        if (asks_kernel()) ask_kernel(reported.nodes);
        collect_news();  // before what the kernel reports: it may have come before
        tell(&Watcher::kernel_reported, reported.nodes);
    }

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
    std::erase(watchers_, nullptr);
}

inline void EventLoop::unwatched_turn() {
    if (asks_kernel()) {
        JoinsAtLast reported(ready_);
        ask_kernel(reported.nodes);
        collect_news();  // before what the kernel reports: it may have come before
    } else {
        collect_news();
    }
    collect_timers(ready_);
    run_ready();
}

inline void EventLoop::turn() {
    if (watchers_.empty())
        unwatched_turn();
    else
        watched_turn();
    if (watches_) watches_->turn_is_over();
}

std::vector<std::pair<Descriptor, Direction>> EventLoop::watched_descriptors() const {
    if (!watches_) return {};
    return watches_->list();
}

void EventLoop::check_can_run() {
    if (!takes_work()) throw RuntimeError("Event loop is being closed");
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
    note_end_of_thread();
    const Running running(*this);
    do turn();
    while (!stopping_);
}

void EventLoop::drop_all() noexcept {
    while (true) {
        timers_.take_all(ready_);
        if (ready_.empty()) return;
        while (Node* node = ready_.pop()) node->drop();
    }
}

void EventLoop::close() {
    if (state_ != State::open) return;
    if (running_here_) throw RuntimeError("Cannot close a running event loop");
    // No new work comes in from here on. But destructors may queue what is there already: set a
    // result, cancel a task. What is queued goes before the frames that it may lie in.
    state_ = State::closing;
    mailbox_->close(ready_);
    drop_all();
    do {
        poller_->cancel_all(ready_);  // the kernel may be writing into the frames
        drop_all();
        abandon_tasks();
        abandon_callbacks();
        if (watches_) watches_->remove_all();
        signals_.reset();
        drop_replies();
        drop_all();
    } while (tasks_ != nullptr || callbacks_ != nullptr || !poller_->idle());
    state_ = State::closed;
    anchor_->loop = nullptr;
    report_abandoned();  // only now: a handler finds a loop that is closed, and no half of one
    if (executor_) let_executor_go();
    watchers_.clear();  // there is nothing more to see: a trace ends here
}

void EventLoop::add_watch(Descriptor descriptor, Direction direction, Callback* callback) {
    const Counted<Callback> added(callback);
    if (!takes_work()) return;
    if (!watches_) watches_ = std::make_unique<WatchTable>(*poller_);
    watches_->add({descriptor, direction}, added);
}

bool EventLoop::remove_watch(Descriptor descriptor, Direction direction) {
    return watches_ && watches_->remove({descriptor, direction});
}

void EventLoop::set_exception_handler(ExceptionHandler handler) {
    check_thread();
    exception_handler_ = handler ? std::make_shared<ExceptionHandler>(std::move(handler)) : nullptr;
}

void EventLoop::call_exception_handler(const ErrorContext& context) noexcept {
    const std::shared_ptr<ExceptionHandler> handler = exception_handler_;  // it may set another
    if (handler == nullptr) return default_exception_handler(context);
    try {
        (*handler)(*this, context);
    } catch (...) {
        report(nullptr, "Unhandled error in exception handler");
        default_exception_handler(context);
    }
}

void EventLoop::default_exception_handler(const ErrorContext& context) noexcept {
    try {
        std::string text = "rondo: " + context.message;
        if (!context.source.empty()) text += " (" + context.source + ")";
        text += ": " + describe(context.exception) + "\n";
        std::fputs(text.c_str(), stderr);
    } catch (...) {
        std::fprintf(stderr, "rondo: %s: there is no memory to say more\n",
                     context.message.c_str());
    }
}

EventLoop& get_running_loop() {
    if (EventLoop::running() == nullptr) throw RuntimeError("no running event loop");
    return *EventLoop::running();
}

}  // namespace rondo
