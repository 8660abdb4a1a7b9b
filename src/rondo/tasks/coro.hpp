/// @file
/// Coro, a function that can stop in the middle: Python's `async def`.
#pragma once

#include <rondo/base/demolition.hpp>
#include <rondo/base/pool.hpp>
#include <rondo/base/slot.hpp>
#include <rondo/tasks/frame.hpp>

#include <concepts>
#include <coroutine>
#include <exception>
#include <type_traits>
#include <utility>

namespace rondo {

template <class T>
class Coro;

/// Reports a coroutine that was made and never awaited.
void report_never_awaited(const Frame& frame) noexcept;
/// Refuses to take the result of a coroutine that ran past its end without co_return.
[[noreturn]] void refuse_missing_result(const Frame& frame);
/// Refuses to await what was awaited, or moved from, before.
[[noreturn]] void refuse_second_await();

/// The rules by which the compiler runs a Coro: the part that does not depend on the result.
///
/// Built in chapter 8.
class CoroPromiseBase : public Frame {
public:
    static void* operator new(std::size_t size) { return pool::allocate(size); }
    static void operator delete(void* frame, std::size_t size) noexcept {
        pool::deallocate(frame, size);
    }

    /// Calling a coroutine runs nothing of it.
    std::suspend_always initial_suspend() noexcept { return {}; }

    /// At its end it hands over to its caller.
    struct FinalAwaiter {
        FinalAwaiter() = default;
        bool await_ready() noexcept { return false; }
        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> done) noexcept {
            FrameStack::current()->leave(done.promise());
        }
        void await_resume() noexcept {}
    };
    FinalAwaiter final_suspend() noexcept { return {}; }

    void unhandled_exception() noexcept { FrameStack::current()->fail(std::current_exception()); }

protected:
    CoroPromiseBase() = default;
    ~CoroPromiseBase() = default;

    /// Notes how to go on with the coroutine and where it stands in the source.
    void note(std::coroutine_handle<> its_handle, const char* its_file, const char* its_function,
              int its_line) {
        handle = its_handle;
        file = its_file;
        function = its_function;
        line = its_line;
    }
};

/// The rules by which the compiler runs a Coro<T>.
///
/// Built in chapter 8.
template <class T>
class CoroPromise final : public CoroPromiseBase {
    static_assert(std::is_reference_v<T> || alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__,
                  "compilers misplace in a coroutine what wants a wider boundary than 16 bytes: "
                  "return a std::unique_ptr to it");

public:
    /// Made by the compiler, which hands over the coroutine's parameters, if there is a constructor
    /// that can take them: this one, and it wants none. (Without it, each parameter that converts
    /// to anything would be asked to become a promise, to be copied.)
    template <class... Parameters>
    explicit CoroPromise(Parameters&&...) {}

    /// Called by the compiler in the coroutine itself: so the defaults tell where that stands.
    Coro<T> get_return_object(const char* its_file = __builtin_FILE(),
                              const char* its_function = __builtin_FUNCTION(),
                              int its_line = __builtin_LINE()) {
        note(std::coroutine_handle<CoroPromise>::from_promise(*this), its_file, its_function,
             its_line);
        return Coro<T>(*this);
    }

    /// Takes what converts to the result by itself, as `return` in a function does.
    template <class U = T>
    void return_value(U&& value) requires std::convertible_to<U&&, T> {
        result_.set(std::forward<U>(value));
    }

    /// Where the result lies.
    /// @throws RuntimeError if there is none: the coroutine ran past its end without co_return.
    Slot<T>& result() {
        if (!result_.has_value()) refuse_missing_result(*this);
        return result_;
    }

private:
    Slot<T> result_;
};

/// The same for a Coro<void>, which returns nothing.
/// Built in chapter 8.
template <>
class CoroPromise<void> final : public CoroPromiseBase {
public:
    /// Made by the compiler, with the coroutine's parameters, of which it wants none.
    template <class... Parameters>
    explicit CoroPromise(Parameters&&...) {}

    /// Called by the compiler in the coroutine itself: so the defaults tell where that stands.
    Coro<void> get_return_object(const char* its_file = __builtin_FILE(),
                                 const char* its_function = __builtin_FUNCTION(),
                                 int its_line = __builtin_LINE());
    void return_void() {}

    /// There is nothing to give.
    Slot<void> result() { return {}; }
};

/// A function that can stop in the middle, and what it returns in the end: the return type of a
/// coroutine. Python's coroutine object.
///
/// Lazy: calling the function runs nothing. `co_await` runs it at once, within the awaiting task,
/// with no trip through the loop; `create_task` makes a task of it, which runs by itself. It is
/// awaited once, by a coroutine of this library. One that is never awaited is reported when it is
/// destroyed.
///
/// @tparam T what `co_await` gives; void by default.
/// Built in chapter 8.
template <class T = void>
class [[nodiscard("a coroutine does nothing until it is awaited")]] Coro {
public:
    using promise_type = CoroPromise<T>;

    /// Takes the coroutine over; the other one is empty then.
    Coro(Coro && other) noexcept : promise_(std::exchange(other.promise_, nullptr)) {}
    /// Destroys the coroutine that was here, and takes the other over.
    Coro& operator=(Coro&& other) noexcept {
        std::swap(promise_, other.promise_);
        return *this;
    }
    ~Coro() {
        if (promise_ == nullptr) return;
        report_never_awaited(*promise_);
        close();
    }

    /// Destroys a coroutine that is not going to be awaited, without a report. Python's `close()`.
    void close() noexcept {
        // It may have been given coroutines that were given coroutines, and so on.
        if (promise_ != nullptr) Demolition<Frame>::of(*std::exchange(promise_, nullptr));
    }

    /// Gives up the frame to whoever will run and destroy it.
    /// @throws RuntimeError if it was awaited before.
    promise_type& release() {
        if (promise_ == nullptr) refuse_second_await();
        return *std::exchange(promise_, nullptr);
    }

    /// Its frame, which stays its own; nullptr if that was given up.
    Frame* frame() const { return promise_; }

    /// What happens at `co_await`.
    class Awaiter {
    public:
        /// Waits for this coroutine.
        explicit Awaiter(Coro& coro) : coro_(coro) {}

        bool await_ready() const noexcept { return false; }

        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> awaiting, int line = __builtin_LINE()) {
            static_assert(std::derived_from<Promise, Frame>,
                          "a rondo::Coro can be awaited only in a coroutine that returns a "
                          "rondo::Coro");
            if (FrameStack::current() == nullptr) refuse_await_outside();
            static_cast<Frame&>(awaiting.promise()).line = line;
            promise_ = &coro_.release();
            FrameStack::current()->enter(*promise_);
        }

        T await_resume() {
            // The frame goes when the result has left it.
            struct Destroyer {
                ~Destroyer() { promise.handle.destroy(); }
                promise_type& promise;
            };
            const Destroyer destroyer{*promise_};
            FrameStack::current()->throw_on();
            return promise_->result().take();
        }

    private:
        Coro& coro_;
        promise_type* promise_ = nullptr;
    };

    /// Runs it, and waits for its end.
    /// @return what it returns; its exception is thrown.
    /// @throws RuntimeError if it was awaited before, or if no task is running.
    Awaiter operator co_await() { return Awaiter(*this); }

private:
    friend promise_type;
    explicit Coro(promise_type & promise) : promise_(&promise) {}

    promise_type* promise_;
};

inline Coro<void> CoroPromise<void>::get_return_object(const char* its_file,
                                                       const char* its_function, int its_line) {
    note(std::coroutine_handle<CoroPromise>::from_promise(*this), its_file, its_function, its_line);
    return Coro<void>(*this);
}

}  // namespace rondo
