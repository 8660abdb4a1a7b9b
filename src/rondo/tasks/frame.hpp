/// @file
/// Frame, a coroutine that can be paused, and FrameStack, those that wait for each other.
#pragma once

#include <rondo/base/pool.hpp>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <utility>

namespace rondo {

/// The part of a coroutine's frame that does not depend on its type: a base of its promise.
///
/// Built in chapter 8.
class Frame {
public:
    Frame() = default;
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

    /// For Demolition: destroys it, and what it holds.
    void demolish() { handle.destroy(); }
    /// For Demolition: which one comes behind it in the line.
    Frame* doomed_behind() const { return caller; }
    /// For Demolition: notes which one comes behind it.
    void set_doomed_behind(Frame* other) { caller = other; }

    /// How to go on with it, or destroy it.
    std::coroutine_handle<> handle;
    /// Who awaits it; nullptr for the outermost.
    Frame* caller = nullptr;
    const char* file = "";      ///< where the coroutine is written
    const char* function = "";  ///< its name
    int line = 0;               ///< where it stands in the file: at its head, then at its await

protected:
    ~Frame() = default;
};

/// Refuses an await outside of any task.
[[noreturn]] void refuse_await_outside();

/// Coroutines that await each other, the innermost on top: what a thread's call stack is for
/// functions. A Task is one.
///
/// Only the innermost one is ever resumed, in a loop that holds no stack of its own: a million
/// coroutines deep, it is as shallow as with one. (Symmetric transfer would do that too, but
/// only where the compiler makes tail calls: not at -O0.)
///
/// Built in chapter 8.
class FrameStack {
public:
    FrameStack() = default;
    FrameStack(const FrameStack&) = delete;
    FrameStack& operator=(const FrameStack&) = delete;

    /// The innermost coroutine: the one that goes on next.
    Frame* top() const { return top_; }

    /// The top one awaits another, which is run first.
    void enter(Frame& callee) {
        callee.caller = top_;
        top_ = &callee;
    }
    /// An exception has left the top one. It is kept for the caller, who goes on next.
    void fail(std::exception_ptr exception) { thrown_ = std::move(exception); }
    /// Throws it, in the caller; does nothing if there is none.
    void throw_on() {
        if (thrown_) rethrow();
    }
    /// The top one is done, and its caller goes on. Its frame is the caller's to destroy.
    void leave(const Frame& frame) { top_ = frame.caller; }

    /// Runs on until everything waits, or the outermost coroutine is done.
    /// @return the outermost one if it is done, else nullptr.
    Frame* resume() {
        while (true) {
            Frame* running = top_;
            running->handle.resume();
            if (top_ == nullptr) return running;
            if (top_ == running) return nullptr;  // it waits for something that is no coroutine
        }
    }

    /// Destroys all frames, the innermost first: it may refer to what the outer ones hold.
    void destroy() noexcept {
        while (top_ != nullptr) std::exchange(top_, top_->caller)->handle.destroy();
    }

    /// The stack that is running in this thread, or nullptr.
    static FrameStack* current() { return current_stack; }

    /// From now on another one runs, or none. @return the one that did.
    static FrameStack* exchange_current(FrameStack* stack) {
        return std::exchange(current_stack, stack);
    }

protected:
    ~FrameStack() = default;

    /// The stack of the task that runs in this thread, or nullptr.
    static inline constinit thread_local FrameStack* current_stack = nullptr;

    /// The exception on its way from a coroutine to its caller: there is one at most. When it has
    /// left the outermost coroutine, it stays.
    std::exception_ptr thrown_;

private:
    [[noreturn]] void rethrow();

    Frame* top_ = nullptr;
};

}  // namespace rondo
