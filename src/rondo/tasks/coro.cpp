#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/coro.hpp>

namespace rondo {

void FrameStack::rethrow() { std::rethrow_exception(std::exchange(thrown_, nullptr)); }

void report_never_awaited(const Frame& frame) noexcept {
    const std::string place = std::string(frame.file) + ":" + std::to_string(frame.line);
    const ErrorContext context{
        "coroutine '" + std::string(frame.function) + "' was never awaited",
        std::make_exception_ptr(RuntimeError("it did nothing: co_await it, or make a task of it")),
        place};
    if (EventLoop* loop = EventLoop::running())
        loop->call_exception_handler(context);
    else
        EventLoop::default_exception_handler(context);
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
