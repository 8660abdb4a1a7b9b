#include <rondo/groups/try_except.hpp>

#include <coroutine>

namespace rondo {
namespace {

/// Stands for a coroutine wherever that is resumed or destroyed, and resumes it within a `catch`.
Coro<> steps_within_catch(std::coroutine_handle<> coroutine, std::exception_ptr caught) {
    struct Owner {
        ~Owner() { coroutine.destroy(); }
        std::coroutine_handle<> coroutine;
    };
    const Owner owner{coroutine};
    while (true) {
        co_await std::suspend_always();
        try {
            std::rethrow_exception(caught);
        } catch (...) {
            coroutine.resume();
        }
    }
}

}  // namespace

void step_within_catch(Frame& frame, std::exception_ptr caught) {
    const Frame& steps = steps_within_catch(frame.handle, std::move(caught)).release();
    steps.handle.resume();  // to its first stop: from there on, it owns the coroutine
    frame.handle = steps.handle;
}

}  // namespace rondo
