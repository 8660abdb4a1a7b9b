/// @file
/// Reports: what a loop tells its exception handler.
#pragma once

#include <rondo/loop/event_loop.hpp>

#include <string>
#include <vector>

namespace support {

/// Collects what a loop reports, as "message | exception | source". It must outlive the loop.
class Reports {
public:
    Reports() = default;
    Reports(const Reports&) = delete;
    Reports& operator=(const Reports&) = delete;

    /// Becomes the loop's exception handler.
    void listen_to(rondo::EventLoop& loop) {
        loop.set_exception_handler([this](rondo::EventLoop&, const rondo::ErrorContext& context) {
            all.push_back(context.message + " | " + rondo::describe(context.exception) + " | " +
                          context.source);
        });
    }

    std::vector<std::string> all;
};

}  // namespace support
