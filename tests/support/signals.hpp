/// @file
/// Two signals that a program may use as it likes, on every system, and how to send them.
#pragma once

#include <gtest/gtest.h>

#include <csignal>

#ifdef _WIN32
#include <tuple>
#else
#include <pthread.h>
#include <unistd.h>
#endif

namespace support {

using SignalHandler = void (*)(int);

/// Whether a signal may be held back while its thread waits: the thread sanitizer runs handlers in
/// its own functions, and what waits by a raw system call calls none of them.
#ifdef __SANITIZE_THREAD__
inline constexpr bool signals_are_held_back = true;
#else
inline constexpr bool signals_are_held_back = false;
#endif

#ifdef _WIN32
inline constexpr int first_signal = SIGTERM;
inline constexpr int second_signal = SIGBREAK;

/// What the program does with a signal. The system can only be asked by changing it.
inline SignalHandler handler_of(int signal) {
    const SignalHandler handler = std::signal(signal, SIG_DFL);
    std::signal(signal, handler);
    return handler;
}

/// Signals cannot be sent to a thread: each comes in the one that raises it.
using SignalledThread = std::tuple<>;
inline SignalledThread this_thread() { return {}; }
inline void send_signal(SignalledThread, int signal) { std::raise(signal); }
inline void send_to_program(int signal) { std::raise(signal); }

/// A program that a signal ends has the exit code 3.
inline auto ended_by(int) { return testing::ExitedWithCode(3); }
#else
inline constexpr int first_signal = SIGUSR1;
inline constexpr int second_signal = SIGUSR2;

/// What the program does with a signal.
inline SignalHandler handler_of(int signal) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    return action.sa_handler;
}

/// Where a signal is sent to.
using SignalledThread = pthread_t;
inline SignalledThread this_thread() { return pthread_self(); }
inline void send_signal(SignalledThread thread, int signal) { pthread_kill(thread, signal); }
inline void send_to_program(int signal) { kill(getpid(), signal); }

/// For EXPECT_EXIT: a signal has ended the program.
inline auto ended_by(int signal) { return testing::KilledBySignal(signal); }
#endif

}  // namespace support
