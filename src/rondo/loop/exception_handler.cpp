#include <rondo/base/errors.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/loop/exception_handler.hpp>

#include <cstdio>

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

}  // namespace rondo
