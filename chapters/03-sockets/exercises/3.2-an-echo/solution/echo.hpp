#pragma once

#include "sockets.hpp"

#include <rondo/rondo.hpp>

/// Sends back what has come from a caller, or lets go of a caller who has finished.
inline void echo(rondo::EventLoop& loop, rondo::Descriptor caller) {
    char bytes[1024];
    const auto received = sockets::receive(caller, bytes, sizeof bytes);
    if (!received) return;  // a sign for nothing, which a kernel may give
    if (*received > 0) {
        sockets::send(caller, {bytes, *received});
    } else {
        loop.remove_reader(caller);  // first this: the number may come back with the next call
        sockets::close(caller);
    }
}

/// Answers every call that comes to a listener, and sends what a caller sends back to that caller,
/// until the caller has finished.
inline void serve_echo(rondo::EventLoop& loop, rondo::Descriptor listener) {
    loop.add_reader(listener, [&loop, listener] {
        while (const auto caller = sockets::answer(listener))
            loop.add_reader(*caller, echo, std::ref(loop), *caller);
    });
}
