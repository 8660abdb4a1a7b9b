/// @file
/// FailingMemory: an allocation that fails, once.
#pragma once

namespace support {

/// How many blocks this program holds that came through `operator new`; with the pool, a slab is
/// one.
long blocks_held();

/// Lets one allocation of this thread fail: the first one that comes after so many others.
///
/// It counts what goes through `operator new`, which this program replaces. With the pool, that is
/// only each slab; so a sweep sees most in the builds that have none, under a sanitizer.
class FailingMemory {
public:
    explicit FailingMemory(long after);
    ~FailingMemory() { stop(); }
    FailingMemory(const FailingMemory&) = delete;
    FailingMemory& operator=(const FailingMemory&) = delete;

    /// From now on none fails. @return whether one has failed.
    bool stop();
};

}  // namespace support
