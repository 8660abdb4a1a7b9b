/// @file
/// ProcessMark: in which process something was made.
#pragma once

#include <atomic>

namespace rondo {

/// What a child that was forked can tell itself from its parent by.
///
/// `fork` copies a loop as it copies all the rest, but not what the loop has from the system: the
/// kernel's table of descriptors and the pipe that wakes it are the parent's too, and threads stay
/// with the parent. Whoever has something of that kind marks it, and looks at the mark before
/// touching it.
///
/// Built in chapter 13.
class ProcessMark {
public:
    /// Marks something as made in this process.
    ProcessMark();
    ProcessMark(const ProcessMark&) = delete;
    ProcessMark& operator=(const ProcessMark&) = delete;

    /// Whether this is the process in which it was made, and not a child of that. From any thread,
    /// and from a signal handler.
    bool here() const noexcept {
        return forks_before_.load(std::memory_order_acquire) ==
               forks.load(std::memory_order_relaxed);
    }
    /// It was made anew, in this process.
    void renew() noexcept { forks_before_.store(forks, std::memory_order_release); }

private:
    /// How many forks lie between the program's first process and this one.
    static inline constinit std::atomic<unsigned> forks = 0;

    std::atomic<unsigned> forks_before_ = 0;
};

}  // namespace rondo
