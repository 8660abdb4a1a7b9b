// Of POSIX: one process sends another a signal.
#include "tests/support/example.hpp"

#include <csignal>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace {

/// What a program prints that is sent a signal as soon as it has printed its first line. It has to
/// end well.
std::string output_of_interrupted(const std::string& example, int signal) {
    const std::string path = support::environment("RONDO_EXAMPLES_DIR") + "/" + example;
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t program = fork();
    if (program == 0) {
        std::signal(signal, SIG_DFL);  // whoever runs the tests may have chosen to ignore it
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        execl(path.c_str(), path.c_str(), nullptr);
        _exit(127);
    }
    close(ends[1]);
    std::string output;
    bool sent = false;
    char buffer[4096];
    for (ssize_t size = 0; (size = read(ends[0], buffer, sizeof buffer)) > 0;) {
        output.append(buffer, static_cast<std::size_t>(size));
        if (!sent && output.find('\n') != std::string::npos) sent = kill(program, signal) == 0;
    }
    close(ends[0]);
    int status = -1;
    waitpid(program, &status, 0);
    EXPECT_EQ(status, 0) << path;
    return output;
}

TEST(InterruptedExamples, CtrlC) {
    if (support::environment("RONDO_EXAMPLES_DIR").empty())
        GTEST_SKIP() << "needs RONDO_EXAMPLES_DIR: see make test";
    EXPECT_EQ(output_of_interrupted("ctrl_c", SIGINT),
              "Working. Ctrl-C ends it.\n"
              "Saving what there is...\n"
              "Saved.\n"
              "Goodbye.\n");
}

}  // namespace
