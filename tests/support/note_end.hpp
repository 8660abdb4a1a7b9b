/// @file
/// Coroutines that await something, and note how that ends for them.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/tasks/coro.hpp>

#include <string>
#include <utility>
#include <vector>

namespace support {

/// What happened, in its order.
using Log = std::vector<std::string>;

/// Awaits it, and nothing else.
template <class A>
rondo::Coro<> await_it(A awaitable) {
    co_await awaitable;
}

/// Notes "NAME woke" or "NAME cancelled"; a cancellation goes on.
template <class A>
rondo::Coro<> note_end(A awaitable, Log& log, std::string name) {
    try {
        co_await awaitable;
        log.push_back(name + " woke");
    } catch (const rondo::CancelledError&) {
        log.push_back(name + " cancelled");
        throw;
    }
}

/// Notes the message of a cancellation, which goes on.
template <class A>
rondo::Coro<> note_message(A awaitable, Log& log) {
    try {
        co_await awaitable;
    } catch (const rondo::CancelledError& error) {
        log.push_back(error.message());
        throw;
    }
}

/// Notes the message of a cancellation, which ends here.
template <class A>
rondo::Coro<> swallow(A awaitable, Log& log) {
    try {
        co_await note_message(std::move(awaitable), log);
    } catch (const rondo::CancelledError&) {}
}

}  // namespace support
