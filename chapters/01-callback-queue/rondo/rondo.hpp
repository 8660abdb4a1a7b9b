/// @file
/// The whole library: all that a program has to include.
#pragma once

#include <rondo/base/clock.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/loop/event_loop.hpp>

/// An event loop that means what Python's asyncio means.
namespace rondo {}
