/// @file
/// Work: a function that waits for a thread.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/loop/callback.hpp>
#include <rondo/threads/threadsafe_future.hpp>

#include <functional>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace rondo {

/// What an Executor does: it waits in a queue until a thread is free.
///
/// Built in chapter 13.
class Work {
public:
    /// Does it, in the thread that this is called in. What it throws is kept, except for what ends
    /// the thread: then it has failed, and the thread ends.
    virtual void work() = 0;
    /// It is not going to be done.
    virtual void withdraw() noexcept = 0;

protected:
    Work() = default;
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
    ~Work() = default;
};

/// What a function gives that is called in another thread, with these arguments.
template <class F, class... Args>
using WorkResult = std::invoke_result_t<std::decay_t<F>, std::decay_t<Args>...>;

/// A function with its arguments, as one thing that is called once, with none, and gives what the
/// function gives.
template <class F, class... Args>
auto bind_work(F&& function, Args&&... args) {
    return [bound = std::tuple<std::decay_t<F>, std::decay_t<Args>...>(
                std::forward<F>(function),
                std::forward<Args>(args)...)]() mutable -> WorkResult<F, Args...> {
        return std::apply(
            [](auto& f, auto&... values) -> WorkResult<F, Args...> {
                return std::invoke(std::move(f), std::move(values)...);
            },
            bound);
    };
}

/// A function that waits for a thread, and its result.
///
/// Built in chapter 13.
template <class F, class Result = std::invoke_result_t<F>>
class WorkOf : public Work, public ThreadsafeStateOf<Result> {
public:
    /// Keeps a function.
    explicit WorkOf(F&& function) : function_(std::move(function)) {}

    void work() override {
        if (!this->start()) return;
        std::exception_ptr error;
        try {
            call();
        } catch (...) {
            error = std::current_exception();
            if (!error) {  // no exception of C++'s, but how pthread_exit ends a thread
                this->fail(std::make_exception_ptr(
                    RuntimeError("the function has ended the thread that called it")));
                throw;
            }
        }
        if (!error) return this->finish();
        function_.reset();
        this->fail(std::move(error));  // the handler is left: this thread holds nothing of it
    }
    void withdraw() noexcept override { this->cancel(); }

protected:
    void ended() noexcept override {
        if (this->cancelled()) function_.reset();
    }

private:
    /// The function is gone, with all that it captured, before anybody sees the result.
    void call() {
        F function(*std::move(function_));
        function_.reset();
        if constexpr (std::is_void_v<Result>)
            function();
        else
            this->result().set(function());
    }

    std::optional<F> function_;
};

}  // namespace rondo
