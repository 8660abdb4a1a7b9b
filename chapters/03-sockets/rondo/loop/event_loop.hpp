/// @file
/// EventLoop: who runs your code, and when.
#pragma once

#include <rondo/base/clock.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/node.hpp>
#include <rondo/base/timer_heap.hpp>
#include <rondo/kernel/poller.hpp>
#include <rondo/loop/callback.hpp>
#include <rondo/loop/exception_handler.hpp>
#include <rondo/loop/handle.hpp>
#include <rondo/loop/loop_options.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo {

/// An event loop: one thread, one line of callbacks that are ready, and a kernel that it asks for
/// more. asyncio's `AbstractEventLoop`.
///
/// One turn: ask the kernel, and wait for it if there is nothing to do; queue what it reports, then
/// the timers that are due; run those callbacks that are ready at that moment. What they schedule
/// runs in the next turn.
///
/// Built in chapter 1, and in nearly every chapter after it.
class EventLoop {
public:
    /// @throws RuntimeError if there is no poller of this name.
    explicit EventLoop(const LoopOptions& options = {});
    /// A loop on a poller of your own.
    explicit EventLoop(std::unique_ptr<Poller> poller);
    /// Closes the loop. It must not be running.
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// Calls a function in the next turn, after all that are queued already. Arguments are stored
    /// by value and moved into the call; use std::ref for references.
    /// @throws RuntimeError if the loop is closed.
    /// Built in chapter 1.
    template <class F, class... Args>
    Handle call_soon(F&& function, Args&&... args) requires Callable<F, Args...> {
        check_open();
        auto bound = bind_arguments(std::forward<F>(function), std::forward<Args>(args)...);
        auto* callback = new CallbackOf<decltype(bound), Callback>(std::move(bound));
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
    TimerHandle call_later(std::chrono::duration<Rep, Period> delay, F&& function,
                           Args&&... args) requires Callable<F, Args...> {
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
    /// @throws RuntimeError if the loop is closed.
    /// Built in chapter 2.
    template <class F, class... Args>
    TimerHandle call_at(TimePoint when, F&& function,
                        Args&&... args) requires Callable<F, Args...> {
        check_open();
        auto bound = bind_arguments(std::forward<F>(function), std::forward<Args>(args)...);
        auto* callback =
            new CallbackOf<decltype(bound), TimerCallback>(std::move(bound), *this, when);
        TimerHandle handle(*callback);
        arm(*callback);
        callback->retain();  // the timers' share
        return handle;
    }

    /// What time it is by the loop's clock, which never goes back.
    /// Built in chapter 1.
    TimePoint time() const { return poller_->now(); }

    /// Runs until `stop()` is called.
    /// @throws RuntimeError if a loop is running in this thread already, or the loop is closed.
    /// Built in chapter 1.
    void run_forever();
    /// Lets the current turn finish and then ends `run_forever`. If the loop is not running yet, it
    /// will run one turn. Built in chapter 1.
    void stop() { stopping_ = true; }
    /// Whether `run_forever` is at work. Built in chapter 1.
    bool is_running() const { return running_here_; }
    /// Drops all that is queued, armed or watched. Nothing of it is called any more.
    /// @throws RuntimeError if the loop is running.
    /// Built in chapter 1.
    void close();
    /// Built in chapter 1.
    bool is_closed() const { return closed_; }

    /// The loop that runs in this thread, or nullptr. Built in chapter 1.
    static EventLoop* running() { return running_loop; }

    /// Calls a function in every turn in which a descriptor can be read without blocking, or has
    /// come to its end. One that was registered before for reading is replaced.
    /// @throws RuntimeError if the loop is closed, or the system cannot wait for this descriptor.
    /// Built in chapter 3.
    template <class F, class... Args>
    void add_reader(Descriptor descriptor, F&& function,
                    Args&&... args) requires RepeatedlyCallable<F, Args...> {
        auto bound = bind_repeated(std::forward<F>(function), std::forward<Args>(args)...);
        add_watch(descriptor, Direction::read, new WatchOf<decltype(bound)>(std::move(bound)));
    }
    /// The same for writing. Built in chapter 3.
    template <class F, class... Args>
    void add_writer(Descriptor descriptor, F&& function,
                    Args&&... args) requires RepeatedlyCallable<F, Args...> {
        auto bound = bind_repeated(std::forward<F>(function), std::forward<Args>(args)...);
        add_watch(descriptor, Direction::write, new WatchOf<decltype(bound)>(std::move(bound)));
    }
    /// Stops calling the function that waits to read. It is safe in that function itself.
    /// @return whether there was one.
    /// Built in chapter 3.
    bool remove_reader(Descriptor descriptor) { return remove_watch(descriptor, Direction::read); }
    /// The same for writing. Built in chapter 3.
    bool remove_writer(Descriptor descriptor) { return remove_watch(descriptor, Direction::write); }

    /// Decides what becomes of exceptions that leave a callback. Without a handler they are printed
    /// on standard error. One bad callback never stops the loop.
    /// @param handler an empty function brings back the default.
    /// Built in chapter 1.
    void set_exception_handler(ExceptionHandler handler) {
        exception_handler_ = std::move(handler);
    }
    /// Hands an exception to the handler. Built in chapter 1.
    void call_exception_handler(const ErrorContext& context) noexcept;
    /// Prints an exception on standard error. Built in chapter 1.
    static void default_exception_handler(const ErrorContext& context) noexcept;

    /// Puts a node at the end of the ready queue. It must stay alive until it has run.
    /// Built in chapter 3.
    void schedule(Node& node) { ready_.push(node); }
    /// Arms a timer, which is scheduled when `timer.when` has come. Built in chapter 2.
    void arm(TimerNode& timer) { timers_.arm(timer); }
    /// Takes an armed timer back. Built in chapter 2.
    void disarm(TimerNode& timer) { timers_.disarm(timer); }
    /// The kernel that this loop asks. Built in chapter 3.
    Poller& poller() { return *poller_; }

private:
    void turn();
    void ask_kernel(NodeQueue& reported);
    void collect_timers(NodeQueue& due);
    void run_ready();
    void check_open();
    void check_can_run();
    void drop_all();

    void add_watch(Descriptor descriptor, Direction direction, Callback* callback);
    bool remove_watch(Descriptor descriptor, Direction direction);

    static inline constinit thread_local EventLoop* running_loop = nullptr;

    NodeQueue ready_;
    TimerHeap timers_;
    std::unique_ptr<Poller> poller_;
    bool stopping_ = false;
    std::atomic<bool> running_here_ = false;
    bool closed_ = false;
    ExceptionHandler exception_handler_;
    std::map<std::pair<Descriptor, Direction>, Counted<Callback>> watches_;
    std::vector<Counted<Callback>> retired_;  // removed, but perhaps in the batch that runs
};

/// The loop that runs in this thread.
/// @throws RuntimeError if none does.
/// Built in chapter 1.
EventLoop& get_running_loop();

}  // namespace rondo
