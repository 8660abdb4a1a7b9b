/// @file
/// Signals, as the system has them.
#pragma once

#include <cstddef>

namespace rondo {

/// Signals have numbers below this.
inline constexpr std::size_t most_signals = 128;

/// Who is told when a signal comes.
///
/// Built in chapter 13.
class SignalTarget {
public:
    /// A signal has come. This runs in the signal handler, in whatever thread that is: it may only
    /// do what is async-signal-safe.
    virtual void signal_arrived(int signal) noexcept = 0;

protected:
    SignalTarget() = default;
    SignalTarget(const SignalTarget&) = default;
    SignalTarget& operator=(const SignalTarget&) = default;
    ~SignalTarget() = default;
};

/// @throws std::invalid_argument if there is no such signal.
/// Built in chapter 13.
void check_signal(int signal);

/// Has a signal told to a target from now on.
/// A child that is forked later has what was there before: no target there is told.
/// @param target there until `release_signal`.
/// @param once   whether the system's default comes back with the first signal.
/// @throws std::invalid_argument if there is no such signal; RuntimeError if this one cannot be
/// caught, or another target has it.
/// Built in chapter 13.
void catch_signal(int signal, SignalTarget& target, bool once);

/// Puts back what was there before `catch_signal`, if the target has the signal still. When it
/// returns, the target is not told any more, in no thread.
/// Built in chapter 13.
void release_signal(int signal, SignalTarget& target) noexcept;

/// Whether the system's default awaits a signal: nobody handles it or ignores it.
/// Built in chapter 13.
bool has_default_action(int signal) noexcept;

/// Whether this is the thread in which the program began; or, in a child that was forked, the one
/// in which that was done.
/// Built in chapter 13.
bool in_main_thread() noexcept;

}  // namespace rondo
