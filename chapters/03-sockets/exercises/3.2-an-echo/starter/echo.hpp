#pragma once

#include "sockets.hpp"

#include <rondo/rondo.hpp>

/// Answers every call that comes to a listener, and sends what a caller sends back to that caller,
/// until the caller has finished.
inline void serve_echo(rondo::EventLoop& loop, rondo::Descriptor listener) {
    loop.add_reader(listener, [listener] {
        while (const auto caller = sockets::answer(listener)) {
            (void)caller;  // and now?
        }
    });
}
