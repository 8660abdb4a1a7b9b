/// @file
/// What io_uring leaves behind in a thread: some 16 ms after its ring was closed, Linux interrupts
/// the thread that used it, once. After each test this is waited for, so that it does not happen in
/// the next one.
#pragma once

namespace support {

/// This thread has used a ring.
void note_ring_used(int descriptor);
/// It closes a descriptor, which may be a ring's.
void note_closed(int descriptor);

}  // namespace support
