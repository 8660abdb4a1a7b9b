/// @file
/// The end of a thread, for what is destroyed after it.
#pragma once

namespace rondo {

/// Has thread_is_over tell of this thread. Built in chapter 13.
void note_end_of_thread();
/// Whether this thread is over, but for what is static: `exit` ends it, and then destroys that.
/// Built in chapter 13.
bool thread_is_over() noexcept;

}  // namespace rondo
