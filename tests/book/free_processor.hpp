/// @file
/// Whether there is a processor to measure with.
#pragma once

#include <chrono>

namespace book {

/// Waits until this thread gets nearly all of a processor, for what is measured while others work
/// comes out wrong.
/// @return false if it did not within `patience`.
bool wait_for_free_processor(std::chrono::seconds patience);

}  // namespace book
