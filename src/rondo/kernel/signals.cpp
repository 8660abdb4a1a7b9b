#include <rondo/base/errors.hpp>
#include <rondo/kernel/signals.hpp>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#ifndef _WIN32
#include <pthread.h>
#include <unistd.h>
#endif
#ifdef __linux__
#include <sys/syscall.h>
#endif

namespace rondo {
namespace {

extern "C" void rondo_handle_signal(int signal);

#ifdef _WIN32
/// What the system does with a signal.
struct Action {
    void (*handler)(int) = SIG_DFL;
};

bool is_signal(int signal) {
    switch (signal) {
        case SIGINT:
        case SIGBREAK:
        case SIGTERM:
        case SIGABRT:
        case SIGFPE:
        case SIGILL:
        case SIGSEGV:
            return true;
        default:
            return false;
    }
}

bool set_action(int signal, const Action& action) {
    return std::signal(signal, action.handler) != SIG_ERR;
}

bool get_action(int signal, Action& action) {
    action.handler = std::signal(signal, SIG_DFL);
    return action.handler != SIG_ERR && set_action(signal, action);
}

Action our_action(bool) { return {rondo_handle_signal}; }

bool is_default(const Action& action) { return action.handler == SIG_DFL; }

/// Windows puts the default back whenever a signal comes.
void after_signal(int signal, bool once) {
    if (!once) std::signal(signal, rondo_handle_signal);
}
#else
using Action = struct sigaction;

bool is_signal(int signal) {
    sigset_t all;
    sigfillset(&all);
    return sigismember(&all, signal) == 1;
}

bool set_action(int signal, const Action& action) {
    return sigaction(signal, &action, nullptr) == 0;
}

bool get_action(int signal, Action& action) { return sigaction(signal, nullptr, &action) == 0; }

Action our_action(bool once) {
    Action action{};
    action.sa_handler = rondo_handle_signal;
    // Reads and writes of other threads are not disturbed.
    action.sa_flags = static_cast<int>(SA_RESTART | (once ? SA_RESETHAND : 0U));
    sigemptyset(&action.sa_mask);
    return action;
}

bool is_default(const Action& action) {
    return (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_DFL;
}

void after_signal(int, bool) {}
#endif

struct Catch {
    std::atomic<SignalTarget*> target = nullptr;
    std::atomic<bool> once = false;
    Action before{};
};

std::array<Catch, most_signals> catches;
std::mutex mutex;  // for changing them
std::atomic<int> handlers_at_work = 0;

extern "C" void rondo_handle_signal(int signal) {
    const int error = errno;
    ++handlers_at_work;
    Catch& its_catch = catches[static_cast<std::size_t>(signal)];
    if (SignalTarget* target = its_catch.target) {
        after_signal(signal, its_catch.once);
        target->signal_arrived(signal);
    }
    --handlers_at_work;
    errno = error;
}

#ifndef _WIN32
sigset_t mask_before_fork;  // of the thread that forks; under the mutex, as all of this

void before_fork() {
    mutex.lock();
    sigset_t all;
    sigfillset(&all);
    // A signal for the child waits until it is clear whose it is.
    pthread_sigmask(SIG_SETMASK, &all, &mask_before_fork);
}

void after_fork() {
    pthread_sigmask(SIG_SETMASK, &mask_before_fork, nullptr);
    mutex.unlock();
}

/// What a child has of the parent's is memory; its signals are its own, and so is the choice what
/// becomes of them.
void after_fork_in_child() {
    handlers_at_work = 0;  // in threads that there are not in the child
    for (std::size_t signal = 0; signal < most_signals; ++signal) {
        if (catches[signal].target == nullptr) continue;
        set_action(static_cast<int>(signal), catches[signal].before);
        catches[signal].target = nullptr;
    }
    after_fork();
}

void prepare_for_forks() {
    static const int error = pthread_atfork(before_fork, after_fork, after_fork_in_child);
    if (error != 0) throw std::system_error(error, std::generic_category(), "pthread_atfork");
}
#else
void prepare_for_forks() {}

const std::thread::id main_thread = std::this_thread::get_id();
#endif

}  // namespace

void check_signal(int signal) {
    if (signal <= 0 || signal >= static_cast<int>(most_signals) || !is_signal(signal))
        throw std::invalid_argument("invalid signal number " + std::to_string(signal));
}

void catch_signal(int signal, SignalTarget& target, bool once) {
    check_signal(signal);
    prepare_for_forks();
    const std::lock_guard lock(mutex);
    Catch& its_catch = catches[static_cast<std::size_t>(signal)];
    SignalTarget* const owner = its_catch.target;
    if (owner != nullptr && owner != &target)
        throw RuntimeError("signal " + std::to_string(signal) +
                           " is handled by another event loop");
    if (owner == nullptr && !get_action(signal, its_catch.before))
        throw RuntimeError("sig " + std::to_string(signal) + " cannot be caught");
    its_catch.once = once;
    its_catch.target = &target;
    if (set_action(signal, our_action(once))) return;
    its_catch.target = owner;
    throw RuntimeError("sig " + std::to_string(signal) + " cannot be caught");
}

void release_signal(int signal, SignalTarget& target) noexcept {
    const std::lock_guard lock(mutex);
    Catch& its_catch = catches[static_cast<std::size_t>(signal)];
    if (its_catch.target != &target) return;  // it was the parent's, before a fork
    set_action(signal, its_catch.before);
    its_catch.target = nullptr;
    while (handlers_at_work != 0) std::this_thread::yield();
}

bool has_default_action(int signal) noexcept {
    Action action{};
    return get_action(signal, action) && is_default(action);
}

bool in_main_thread() noexcept {
#if defined(__linux__)
    return syscall(SYS_gettid) == getpid();
#elif defined(_WIN32)
    return std::this_thread::get_id() == main_thread;
#else
    return pthread_main_np() != 0;
#endif
}

}  // namespace rondo
