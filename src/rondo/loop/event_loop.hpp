/// @file
/// EventLoop: who runs your code, and when.
#pragma once

#include <rondo/base/clock.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/node.hpp>
#include <rondo/base/process.hpp>
#include <rondo/base/timer_wheel.hpp>
#include <rondo/kernel/poller.hpp>
#include <rondo/loop/anchor.hpp>
#include <rondo/loop/callback.hpp>
#include <rondo/loop/exception_handler.hpp>
#include <rondo/loop/handle.hpp>
#include <rondo/loop/loop_options.hpp>
#include <rondo/loop/mail.hpp>
#include <rondo/loop/task_options.hpp>
#include <rondo/loop/watcher.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo {

template <class T>
class Coro;
template <class T>
class Future;
class AnyFuture;
class Reply;
class TaskCore;
class FrameStack;
class DoneCallback;
class Mailbox;
class SignalTable;
class WatchTable;
class Executor;

/// An event loop: one thread, one line of callbacks that are ready, and a kernel that it asks for
/// more. asyncio's `AbstractEventLoop`.
///
/// One turn: ask the kernel, and wait for it if there is nothing to do; queue what it reports, then
/// the timers that are due; run those callbacks that are ready at that moment. What they schedule
/// runs in the next turn.
///
/// All functions are for the thread in which the loop runs, but call_soon_threadsafe.
///
/// Built in chapter 1, and in nearly every chapter after it.
class EventLoop {
public:
    /// A loop on one of the library's pollers, with a real clock or a virtual one.
    /// @throws RuntimeError if there is no poller of this name, or if an environment variable asks
    /// for what cannot be had.
    explicit EventLoop(const LoopOptions& options = {});
    /// A loop on a poller of your own.
    explicit EventLoop(std::unique_ptr<Poller> poller);
    /// Closes the loop. It must not be running.
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// @name Callbacks
    /// @{

    /// Calls a function in the next turn, after all that are queued already. Arguments are stored
    /// by value and moved into the call; use std::ref for references.
    /// @throws RuntimeError if the loop is closed.
    /// Built in chapter 1.
    template <class F, class... Args>
    Handle call_soon(F&& function, Args&&... args) {
        if (!takes_work()) return {};
        auto bound = bind_arguments(std::forward<F>(function), std::forward<Args>(args)...);
        auto* callback = new CallbackOf<decltype(bound), Callback>(std::move(bound), *this);
        callback->retain();  // the queue's share
        ready_.push(*callback);
        return Handle(*callback);
    }

    /// Calls a function after a delay: never earlier. A delay of 0 or less is due at once, in a
    /// turn that is yet to come; one too long for the clock never ends.
    /// @throws RuntimeError if the loop is closed; std::invalid_argument if the delay is not a
    /// number.
    /// Built in chapter 2.
    template <class Rep, class Period, class F, class... Args>
    TimerHandle call_later(std::chrono::duration<Rep, Period> delay, F&& function, Args&&... args) {
        return call_at(later(time(), to_duration(delay)), std::forward<F>(function),
                       std::forward<Args>(args)...);
    }

    /// Says what is missing, to who gives no unit.
    template <class Number, class F, class... Args>
    TimerHandle call_later(Number, F&&, Args&&...) requires std::is_arithmetic_v<Number> {
        refuse_bare_number<Number>();
        return {};
    }

    /// Calls a function at a moment of the loop's clock, `time()`. Callbacks are called in the
    /// order of their deadlines, and those of equal deadlines in the order in which they came.
    /// @param when rounded up to the clock's unit.
    /// @throws RuntimeError if the loop is closed; std::invalid_argument if the moment is not a
    /// number.
    /// Built in chapter 2.
    template <class Length, class F, class... Args>
    TimerHandle call_at(MomentIn<Length> when, F&& function, Args&&... args) {
        if (!takes_work()) return {};
        auto bound = bind_arguments(std::forward<F>(function), std::forward<Args>(args)...);
        auto* callback = new CallbackOf<decltype(bound), TimerCallback>(std::move(bound), *this,
                                                                        to_time_point(when));
        TimerHandle handle(*callback);
        arm(*callback);
        callback->retain();  // the timers' share
        return handle;
    }

    /// The same as call_soon, from any thread: the only function of a loop that other threads may
    /// call. It wakes the loop if that sleeps. Calls of one thread are made in their order. The
    /// function and its arguments move to the loop's thread, and are destroyed there. (From a
    /// signal handler it is not allowed: see add_signal_handler.)
    ///
    /// Closing the loop meanwhile is safe: a call is then either refused, or taken and dropped. But
    /// the loop must not be *destroyed* meanwhile: join the threads that call it before that. What
    /// runs in an Executor may report to a loop that is gone; `run_in_executor` does.
    /// @throws RuntimeError if the loop is closed.
    /// Built in chapter 13.
    template <class F, class... Args>
    void call_soon_threadsafe(F&& function, Args&&... args) {
        auto bound = bind_arguments(std::forward<F>(function), std::forward<Args>(args)...);
        using Function = decltype(bound);
        if constexpr (Letters::take<Function>) {
            if (running_loop != this && Context::current().empty())
                return post(Letters::kind<Function>, &bound);
        }
        auto* callback = new CallbackOf<Function, Callback>(std::move(bound));
        callback->retain();  // the line's share
        post(*callback);
    }

    /// What time it is by the loop's clock, which never goes back.
    /// Built in chapter 1.
    TimePoint time() const { return poller_->now(); }

    /// @}
    /// @name Running
    /// @{

    /// Runs until `stop()` is called.
    /// @throws RuntimeError if a loop is running in this thread already, or the loop is closed.
    /// Built in chapter 1.
    void run_forever();
    /// Lets the current turn finish and then ends `run_forever`. If the loop is not running yet, it
    /// will run one turn. Built in chapter 1.
    void stop() {
        check_thread();
        stopping_ = true;
    }
    /// Whether `run_forever` is at work. Built in chapter 1.
    bool is_running() const { return running_here_; }
    /// Drops all that is queued, armed or watched, ends all tasks, and frees what belongs to them.
    /// Nothing of it is called any more. From its beginning on the loop takes no more work: what
    /// destructors give it meanwhile is dropped at once, and its handle is a cancelled one. The
    /// tasks that were not done are reported at the end, when the loop is closed.
    /// @throws RuntimeError if the loop is running.
    /// Built in chapter 1.
    void close();
    /// Whether `close` has been called. Built in chapter 1.
    bool is_closed() const { return state_ != State::open; }

    /// Runs until an awaitable is done: a Coro (a task is made of it), a Task or a Future.
    /// @return its result; its exception is thrown.
    /// @throws RuntimeError if the loop is stopped before that.
    /// Built in chapter 9.
    template <class A>
    auto run_until_complete(A&& awaitable);

    /// Makes a future that belongs to this loop. Built in chapter 7.
    template <class T = void>
    Future<T> create_future();

    /// Makes a task of an awaitable: see rondo::create_task. Built in chapter 9.
    template <class A>
    auto create_task(A&& awaitable, const TaskOptions& options = {});

    /// The loop that runs in this thread, or nullptr. Built in chapter 1.
    static EventLoop* running() { return running_loop; }
    /// Whether a loop runs in this thread, so that none can be run here. In a child that was forked
    /// meanwhile none does: what is there is a copy. Built in chapter 13.
    static bool any_running() { return running_loop != nullptr && running_loop->process_.here(); }

    /// @}
    /// @name Descriptors
    /// @{

    /// Calls a function in every turn in which a descriptor can be read without blocking, or has
    /// come to its end. One that was registered before for reading is replaced.
    /// Remove it before the descriptor is closed: what comes to a number that was closed and opened
    /// again, only a reader that is added again is sure to hear of.
    /// @throws RuntimeError if the loop is closed; std::system_error if the system cannot wait for
    /// this descriptor (it is not open; for epoll: it is a file, and so always ready);
    /// std::invalid_argument if it cannot be one (-1).
    /// Built in chapter 3.
    template <class F, class... Args>
    void add_reader(Descriptor descriptor, F&& function, Args&&... args) {
        auto bound = bind_repeated(std::forward<F>(function), std::forward<Args>(args)...);
        add_watch(descriptor, Direction::read, new WatchOf<decltype(bound)>(std::move(bound)));
    }
    /// The same for writing. Built in chapter 3.
    template <class F, class... Args>
    void add_writer(Descriptor descriptor, F&& function, Args&&... args) {
        auto bound = bind_repeated(std::forward<F>(function), std::forward<Args>(args)...);
        add_watch(descriptor, Direction::write, new WatchOf<decltype(bound)>(std::move(bound)));
    }
    /// Stops calling the function that waits to read. It is safe in that function itself.
    /// @return whether there was one.
    /// Built in chapter 3.
    bool remove_reader(Descriptor descriptor) {
        check_thread();
        return remove_watch(descriptor, Direction::read);
    }
    /// The same for writing. Built in chapter 3.
    bool remove_writer(Descriptor descriptor) {
        check_thread();
        return remove_watch(descriptor, Direction::write);
    }

    /// @}
    /// @name Signals
    /// @{

    /// Calls a function in the loop for each signal that comes, from now on: `SIGINT`, `SIGTERM`.
    /// It is an ordinary callback, and may do what callbacks do. Any thread's loop may handle any
    /// signal, but a signal is handled by one loop at a time. A function that the loop called for
    /// this signal before is replaced. Virtual time does not jump while a signal is handled.
    /// @throws std::invalid_argument if there is no such signal; RuntimeError if this one cannot be
    /// caught, if another loop handles it, or if the loop is closed.
    /// Built in chapter 13.
    template <class F, class... Args>
    void add_signal_handler(int signal, F&& function, Args&&... args) {
        auto bound = bind_repeated(std::forward<F>(function), std::forward<Args>(args)...);
        add_signal_callback(signal, *new WatchOf<decltype(bound)>(std::move(bound)));
    }
    /// Stops calling a function for a signal, and puts back what handled it before. What was queued
    /// is not called any more.
    /// @return whether there was one.
    /// @throws std::invalid_argument if there is no such signal.
    /// Built in chapter 13.
    bool remove_signal_handler(int signal);

    /// @}
    /// @name Work in other threads
    /// @{

    /// Calls a function in a thread of an executor: see rondo::run_in_executor.
    /// @return a future, which belongs to this loop.
    /// Built in chapter 13.
    template <class F, class... Args>
    auto run_in_executor(Executor& executor, F&& function, Args&&... args);
    /// The same in a thread of the loop's own executor.
    template <class F, class... Args>
    auto run_in_executor(std::nullptr_t, F&& function, Args&&... args);

    /// Has the loop use this executor where none is named.
    /// Built in chapter 13.
    void set_default_executor(std::shared_ptr<Executor> executor);
    /// Lets the executor that the loop uses by default finish its work, and waits for that without
    /// blocking. From the moment it is awaited, `run_in_executor` refuses to use it.
    /// @param timeout how long to wait at most; after that it is left to itself until the loop is
    /// destroyed.
    /// Built in chapter 13.
    Coro<void> shutdown_default_executor(std::optional<Duration> timeout = {});

    /// @}
    /// @name Exceptions that nobody caught
    /// @{

    /// Decides what becomes of exceptions that leave a callback, or that nobody retrieves. Without
    /// a handler they are printed on standard error. One bad callback never stops the loop.
    /// @param handler an empty function brings back the default.
    /// Built in chapter 1.
    void set_exception_handler(ExceptionHandler handler);
    /// Hands an exception to the handler. One that fails is told on standard error, with what it
    /// was told. Built in chapter 1.
    void call_exception_handler(const ErrorContext& context) noexcept;
    /// Prints an exception on standard error. Built in chapter 1.
    static void default_exception_handler(const ErrorContext& context) noexcept;

    /// @}
    /// @name Watching
    /// @{

    /// Turns debug mode on or off, as asyncio's `set_debug` and `RONDO_DEBUG=1` do. Then a callback
    /// or a step of a task that takes long is reported on standard error, calls from a wrong thread
    /// are refused, and tasks remember where they were made. Built in chapter 15.
    void set_debug(bool enabled);  // in watch/debug.cpp
    /// Whether debug mode is on. Built in chapter 15.
    bool get_debug() const { return debug_; }
    /// How long is long, in debug mode: 100 ms by default. Built in chapter 15.
    void set_slow_callback_duration(Duration duration) { slow_callback_duration_ = duration; }
    /// What counts as long in debug mode. Built in chapter 15.
    Duration slow_callback_duration() const { return slow_callback_duration_; }
    /// Lets someone look on while the loop works, from its next turn on.
    /// @throws RuntimeError if the loop is closed.
    /// Built in chapter 15.
    void add_watcher(std::unique_ptr<Watcher> watcher);
    /// All timers that are armed, in the order in which they will fire. Built in chapter 15.
    std::vector<const TimerNode*> armed_timers() const;
    /// The descriptors of `add_reader` and `add_writer`. Built in chapter 15.
    std::vector<std::pair<Descriptor, Direction>> watched_descriptors() const;
    /// What is in the ready queue. Built in chapter 15.
    const NodeQueue& ready() const { return ready_; }

    /// @}
    /// @name For those who write awaitables
    /// @{

    /// What every function begins with that is for the loop's thread.
    /// @throws RuntimeError in debug mode, if the loop runs in another thread.
    /// Built in chapter 15.
    void check_thread() {
        if (guarded_.load(std::memory_order_relaxed)) guard();
    }
    /// What every function begins with that gives the loop work.
    /// @return false if the loop is being closed: then the work is to be dropped.
    /// @throws RuntimeError if the loop is closed; and as check_thread.
    /// Built in chapter 19.
    bool takes_work() { return !guarded_.load(std::memory_order_relaxed) || guard_work(); }
    /// Puts a node at the end of the ready queue. It must stay alive until it has run.
    /// Built in chapter 3.
    void schedule(Node& node) { ready_.push(node); }
    /// Arms a timer, which is scheduled when `timer.when` has come. Built in chapter 2.
    void arm(TimerNode& timer) { timers_.arm(timer); }
    /// Takes an armed timer back. Built in chapter 2.
    void disarm(TimerNode& timer) { timers_.disarm(timer); }
    /// The kernel that this loop asks. Built in chapter 3.
    Poller& poller() { return *poller_; }
    /// The same, to look at. Built in chapter 3.
    const Poller& poller() const { return *poller_; }
    /// Where to find this loop, for what may outlive it. Built in chapter 7.
    LoopAnchor& anchor() { return *anchor_; }
    /// How other threads reach this loop, even when it may be gone. Built in chapter 13.
    const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
    /// The executor for `run_in_executor` where none is named. Built in chapter 13.
    /// @throws RuntimeError after `shutdown_default_executor`.
    Executor& default_executor();  // in threads/executor.cpp

    /// @}

private:
    friend class TaskCore;
    friend class DoneCallback;
    friend class Reply;
    friend class InterruptibleRun;

    EventLoop(std::unique_ptr<Poller> poller, std::optional<std::uint64_t> seed);

    void turn();
    void unwatched_turn();
    void watched_turn();
    bool asks_kernel() const;
    void ask_kernel(NodeQueue& reported);
    void collect_news();
    void fetch_news();
    void collect_timers(NodeQueue& due);
    void run_ready();
    void post(Node& mail);
    void post(const LetterKind& kind, void* function);

    /// What a loop is, between being made and being destroyed.
    enum class State : std::uint8_t {
        open,
        closing,  ///< it is taken apart, and takes no more work
        closed
    };

    void guard();
    bool guard_work();
    void refuse_mail() const;
    void check_can_run();
    void move_to_this_process();
    void drop_all() noexcept;
    void drop_replies();                                     // in loop/reply.cpp
    void abandon_tasks() noexcept;                           // in tasks/task_core.cpp
    void report_abandoned() noexcept;                        // there, too
    void abandon_callbacks() noexcept;                       // in tasks/done_callback.cpp
    void run_until_done(const AnyFuture& future);            // in tasks/future.cpp
    static FrameStack* enter_stack(FrameStack* stack);       // in tasks/task_core.cpp
    void let_executor_go();                                  // in threads/executor.cpp
    void watch_as_asked(std::optional<std::uint64_t> seed);  // in watch/environment.cpp

    void add_watch(Descriptor descriptor, Direction direction, Callback* callback);
    bool remove_watch(Descriptor descriptor, Direction direction);
    SignalTable& signal_table();
    void add_signal_callback(int signal, Callback& callback);

    static inline constinit thread_local EventLoop* running_loop = nullptr;

    NodeQueue ready_;
    TimerWheel timers_;
    std::unique_ptr<Poller> poller_;
    std::shared_ptr<Mailbox> mailbox_;
    bool stopping_ = false;
    std::atomic<bool> running_here_ = false;
    ProcessMark process_;    // in which it runs
    bool had_news_ = false;  // and has not had a rest since
    std::atomic<State> state_ = State::open;
    bool debug_ = false;
    bool watched_for_slowness_ = false;
    std::atomic<bool> guarded_ = true;   // in debug mode or not running: calls are checked
    TaskCore* tasks_ = nullptr;          // those that are not done, in a list
    TaskCore* abandoned_ = nullptr;      // those that `close` ended, and has to report
    DoneCallback* callbacks_ = nullptr;  // of what is not done, in a list
    Counted<LoopAnchor> anchor_;
    std::shared_ptr<ExceptionHandler> exception_handler_;  // shared with the call that goes on
    std::unique_ptr<WatchTable> watches_;                  // none until a descriptor is watched
    std::vector<std::unique_ptr<Watcher>> watchers_;
    Duration slow_callback_duration_ = std::chrono::milliseconds(100);
    Reply* replies_ = nullptr;              // what other threads owe, in a list
    std::unique_ptr<SignalTable> signals_;  // none until a signal is handled
    std::shared_ptr<Executor> executor_;    // none until it is used
    bool executor_shut_down_ = false;
};

/// The loop that runs in this thread.
/// @throws RuntimeError if none does.
/// Built in chapter 1.
EventLoop& get_running_loop();

}  // namespace rondo
