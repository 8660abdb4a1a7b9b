#include <rondo/loop/event_loop.hpp>

#include <cstdlib>
#include <string_view>

namespace rondo {
namespace {

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}  // namespace

void EventLoop::watch_as_environment_asks() {
    const std::string_view debug = variable("RONDO_DEBUG");
    if (!debug.empty() && debug != "0") set_debug(true);
}

}  // namespace rondo
