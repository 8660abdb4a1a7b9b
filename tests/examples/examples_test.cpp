#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

// Each program in docs/examples, run as a reader runs it. Its folder is in RONDO_EXAMPLES_DIR.

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// What a program prints on its standard output. It has to end well.
std::string output_of(const std::string& example) {
    const std::string command = "'" + environment("RONDO_EXAMPLES_DIR") + "/" + example + "'";
    FILE* program = popen(command.c_str(), "r");
    if (program == nullptr) return "cannot be run";
    std::string output;
    char buffer[4096];
    while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, program))
        output.append(buffer, size);
    EXPECT_EQ(pclose(program), 0) << command;
    return output;
}

/// What a program prints that is sent a signal as soon as it has printed its first line. It has to
/// end well.
std::string output_of_interrupted(const std::string& example, int signal) {
    const std::string path = environment("RONDO_EXAMPLES_DIR") + "/" + example;
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

class Examples : public testing::Test {
protected:
    void SetUp() override {
        if (environment("RONDO_EXAMPLES_DIR").empty())
            GTEST_SKIP() << "needs RONDO_EXAMPLES_DIR: see make test";
    }
};

TEST_F(Examples, Greet) {
    EXPECT_EQ(output_of("greet"),
              "Tasks created, awaiting results...\n"
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Finished greeting Alice!\n"
              "Finished greeting Bob!\n"
              "Results: Hello, Alice!, Hello, Bob!\n");
}

TEST_F(Examples, GreetBlocking) {
    EXPECT_EQ(output_of("greet_blocking"),
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Finished greeting Bob!\n"
              "Finished greeting Alice!\n"
              "Bob held everybody up.\n");
}

TEST_F(Examples, GreetCancelled) {
    EXPECT_EQ(output_of("greet_cancelled"),
              "Starting to greet Alice...\n"
              "Sorry, Alice, we have to go.\n"
              "Alice was not greeted: the train leaves.\n");
}

TEST_F(Examples, Gather) {
    EXPECT_EQ(output_of("gather"),
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Starting to greet Carol...\n"
              "Finished greeting Bob!\n"
              "Finished greeting Carol!\n"
              "Finished greeting Alice!\n"
              "Results: Hello, Alice!, Hello, Bob!, Hello, Carol!\n");
}

TEST_F(Examples, Lock) {
    EXPECT_EQ(output_of("lock"),
              "Alice comes to the door.\n"
              "Alice greets...\n"
              "Bob comes to the door.\n"
              "Alice has greeted.\n"
              "Bob greets...\n"
              "Bob has greeted.\n"
              "Nobody is at the door.\n");
}

TEST_F(Examples, Queue) {
    EXPECT_EQ(output_of("queue"),
              "Sold: Alice's loaf 1\n"
              "Sold: Alice's loaf 2\n"
              "Sold: Alice's loaf 3\n"
              "Alice goes home.\n"
              "Sold: Bob's loaf 1\n"
              "Sold: Alice's loaf 4\n"
              "Bob goes home.\n"
              "Sold: Bob's loaf 2\n"
              "Sold: Bob's loaf 3\n"
              "Sold out.\n");
}

TEST_F(Examples, RateLimiter) {
    EXPECT_EQ(output_of("rate_limiter"),
              "Second 0: request 1\n"
              "Second 0: request 2\n"
              "Second 0: request 3\n"
              "Second 1: request 4\n"
              "Second 1: request 5\n"
              "Second 1: request 6\n"
              "Second 2: request 7\n"
              "Second 2: request 8\n");
}

TEST_F(Examples, TaskGroup) {
    EXPECT_EQ(output_of("task_group"),
              "Waiting for all of them...\n"
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Alice will be greeted another day.\n"
              "Bob will be greeted another day.\n"
              "unhandled errors in a TaskGroup (1 sub-exception)\n"
              "- nobody is there\n");
}

TEST_F(Examples, GreetToThread) {
    EXPECT_EQ(output_of("greet_to_thread"),
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Finished greeting Alice!\n"
              "Nobody held Alice up.\n"
              "Finished greeting Bob, a friend!\n");
}

TEST_F(Examples, CtrlC) {
    EXPECT_EQ(output_of_interrupted("ctrl_c", SIGINT),
              "Working. Ctrl-C ends it.\n"
              "Saving what there is...\n"
              "Saved.\n"
              "Goodbye.\n");
}

TEST(ExamplesFolder, HasATestForEachProgram) {
    if (environment("RONDO_SOURCE_DIR").empty())
        GTEST_SKIP() << "needs RONDO_SOURCE_DIR: see make test";
    const std::set<std::string> tested = {
        "ctrl_c",          "gather", "greet", "greet_blocking", "greet_cancelled",
        "greet_to_thread", "lock",   "queue", "rate_limiter",   "task_group"};
    std::set<std::string> there;
    const auto folder = environment("RONDO_SOURCE_DIR") + "/docs/examples";
    for (const auto& file : std::filesystem::directory_iterator(folder))
        if (file.path().extension() == ".cpp") there.insert(file.path().stem().string());
    EXPECT_EQ(there, tested);
}

}  // namespace
