#include <rondo/loop/event_loop.hpp>
#include <rondo/watch/seeded_order.hpp>
#include <rondo/watch/trace.hpp>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>

namespace rondo {
namespace {

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::uint64_t seed_from(std::string_view text) {
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc() || end != text.data() + text.size())
        throw RuntimeError("RONDO_SEED is '" + std::string(text) +
                           "': make it a whole number from 0 to 18446744073709551615, as in "
                           "RONDO_SEED=42, or unset it");
    return seed;
}

/// The first loop of a program gets the file as it is named; the second of `out/greet.json` gets
/// `out/greet-2.json`.
std::string next_trace_file(std::string_view path) {
    static std::atomic<unsigned> files = 0;
    const unsigned number = ++files;
    if (number == 1) return std::string(path);
    const std::size_t folders = path.find_last_of("/\\") + 1;  // 0 if there are none
    const std::size_t dot = path.rfind('.');
    const std::size_t end = dot == path.npos || dot <= folders ? path.size() : dot;
    return std::string(path.substr(0, end)) + "-" + std::to_string(number) +
           std::string(path.substr(end));
}

}  // namespace

void EventLoop::watch_as_asked(std::optional<std::uint64_t> seed) {
    const std::string_view debug = variable("RONDO_DEBUG");
    if (!debug.empty() && debug != "0") set_debug(true);

    // Before the trace, which shows the order that comes of it.
    const std::string_view number = variable("RONDO_SEED");
    if (!seed && !number.empty()) seed = seed_from(number);
    if (seed) add_watcher(std::make_unique<SeededOrder>(*seed));

    const std::string_view trace = variable("RONDO_TRACE");
    if (!trace.empty()) record_trace(*this, next_trace_file(trace));
}

}  // namespace rondo
