/// @file
/// status_of_child: what happens in a child that was forked.
#pragma once

#include <exception>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace support {

/// Waits until a child ends. Its exit status, or minus the signal that ended it.
inline int status_of(pid_t child) {
    int status = 0;
    if (waitpid(child, &status, 0) != child) return 998;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// Forks. The child calls a function, and ends with what that gives, or by SIGALRM if it hangs.
template <class F>
pid_t fork_child(F function) {
    const pid_t child = fork();
    if (child != 0) return child;
    alarm(60);
    int status = 99;  // it threw
    try {
        status = function();
    } catch (...) {}
    _exit(status);
}

/// The same, and waits for it.
template <class F>
int status_of_child(F function) {
    return status_of(fork_child(function));
}

}  // namespace support
