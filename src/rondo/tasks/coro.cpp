#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/coro.hpp>

#include <new>

namespace rondo {

void FrameStack::rethrow() { std::rethrow_exception(std::exchange(thrown_, nullptr)); }

void report_never_awaited(const Frame& frame) noexcept {
    EventLoop* const loop = EventLoop::running();
    const std::exception_ptr error =
        make_error<RuntimeError>("it did nothing: co_await it, or make a task of it");
    try {
        const std::string message =
            "coroutine '" + std::string(frame.function) + "' was never awaited";
        report(loop, message.c_str(), error,
               [&] { return std::string(frame.file) + ":" + std::to_string(frame.line); });
    } catch (const std::bad_alloc&) {
        report(loop, "a coroutine was never awaited", error);
    }
}

void refuse_await_outside() {
    throw RuntimeError("co_await outside of a task: use rondo::run or create_task");
}

void refuse_missing_result(const Frame& frame) {
    throw RuntimeError("coroutine '" + std::string(frame.function) + "' (" + frame.file +
                       ") ended without co_return");
}

void refuse_second_await() { throw RuntimeError("cannot reuse already awaited coroutine"); }

}  // namespace rondo
