#include <rondo/loop/event_loop.hpp>
#include <rondo/loop/exception_handler.hpp>

namespace rondo {

void report(EventLoop* loop, const char* message, std::exception_ptr error,
            const std::function<std::string()>& source) noexcept {
    ErrorContext context{"out of memory", std::move(error)};  // short enough to need none
    try {
        context.message = message;
        if (source) context.source = source();
    } catch (...) {}
    if (loop != nullptr)
        loop->call_exception_handler(context);
    else
        EventLoop::default_exception_handler(context);
}

}  // namespace rondo
