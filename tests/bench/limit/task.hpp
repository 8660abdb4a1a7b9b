#pragma once
// Coroutines on a bare loop: what waits in the ready queue is a link and a coroutine handle, inside
// the frame. No results, no exceptions, no cancellation.

#include "loop.hpp"

#include <coroutine>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace limit {

struct Step {
    void run() { frame.resume(); }

    Step* next = nullptr;
    std::coroutine_handle<> frame;
};

struct SleepStep : Step {
    SleepStep* previous = nullptr;
    std::int64_t when = 0;
};

inline Loop<Step, SleepStep> loop;

struct Yield : Step {
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiting) {
        frame = waiting;
        loop.push(*this);
    }
    void await_resume() const {}
};

struct Sleep : SleepStep {
    explicit Sleep(std::int64_t nanoseconds) { when = now() + nanoseconds; }
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiting) {
        frame = waiting;
        loop.arm(*this);
    }
    void await_resume() const {}
};

/// Frames come from the pool.
struct PooledFrame {
    static void* operator new(std::size_t size) { return Pool::take(size); }
    static void operator delete(void* memory, std::size_t size) { Pool::give(memory, size); }
};

/// A coroutine that begins in the next turn. It can be awaited by one other; dropped, it ends by
/// itself.
class Task {
public:
    struct promise_type;
    using Frame = std::coroutine_handle<promise_type>;

    struct Begin {
        bool await_ready() const { return false; }
        void await_suspend(Frame frame) const;
        void await_resume() const {}
    };
    struct End {
        bool await_ready() const noexcept { return false; }
        void await_suspend(Frame frame) const noexcept;
        void await_resume() const noexcept {}
    };

    struct promise_type : PooledFrame, Step {
        Task get_return_object() { return Task(Frame::from_promise(*this)); }
        Begin initial_suspend() const { return {}; }
        End final_suspend() const noexcept { return {}; }
        void return_void() const {}
        void unhandled_exception() const { std::abort(); }

        std::coroutine_handle<> joiner;
        bool done = false;
        bool dropped = false;
    };

    Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    Task& operator=(Task&&) = delete;
    ~Task() {
        if (!frame_) return;
        if (frame_.promise().done) {
            frame_.destroy();
        } else {
            frame_.promise().dropped = true;
        }
    }

    bool await_ready() const { return frame_.promise().done; }
    void await_suspend(std::coroutine_handle<> joiner) const { frame_.promise().joiner = joiner; }
    void await_resume() const {}

private:
    explicit Task(Frame frame) : frame_(frame) {}

    Frame frame_;
};

inline void Task::Begin::await_suspend(Frame frame) const {
    frame.promise().frame = frame;
    loop.push(frame.promise());
}

inline void Task::End::await_suspend(Frame frame) const noexcept {
    promise_type& promise = frame.promise();
    promise.done = true;
    if (promise.joiner) {
        promise.frame = promise.joiner;
        loop.push(promise);
    } else if (promise.dropped) {
        frame.destroy();
    }
}

/// Frames come from malloc.
struct OrdinaryFrame {};

/// A coroutine that begins when it is awaited and goes back to its caller by symmetric transfer.
template <class FrameMemory>
class Child {
public:
    struct promise_type;
    using Frame = std::coroutine_handle<promise_type>;

    struct End {
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(Frame frame) const noexcept {
            return frame.promise().caller;
        }
        void await_resume() const noexcept {}
    };

    struct promise_type : FrameMemory {
        Child get_return_object() { return Child(Frame::from_promise(*this)); }
        std::suspend_always initial_suspend() const { return {}; }
        End final_suspend() const noexcept { return {}; }
        void return_value(long given) { value = given; }
        void unhandled_exception() const { std::abort(); }

        std::coroutine_handle<> caller;
        long value = 0;
    };

    Child(Child&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    Child& operator=(Child&&) = delete;
    ~Child() {
        if (frame_) frame_.destroy();
    }

    bool await_ready() const { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) const {
        frame_.promise().caller = caller;
        return frame_;
    }
    long await_resume() const { return frame_.promise().value; }

private:
    explicit Child(Frame frame) : frame_(frame) {}

    Frame frame_;
};

}  // namespace limit
