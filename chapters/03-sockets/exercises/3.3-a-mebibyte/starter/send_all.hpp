#pragma once

#include "sockets.hpp"

#include <rondo/rondo.hpp>

#include <functional>
#include <string>

/// Sends all of these bytes, however long that takes, and calls `done` when the last one is on its
/// way: in a turn that is yet to come.
inline void send_all(rondo::EventLoop& loop, rondo::Descriptor socket, std::string bytes,
                     std::function<void()> done) {
    sockets::send_some(socket, bytes);
    loop.call_soon(done);
}
