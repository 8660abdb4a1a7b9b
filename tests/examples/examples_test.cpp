#include "tests/support/example.hpp"

#include <filesystem>
#include <set>
#include <string>

// Each program in docs/examples, run as a reader runs it. Its folder is in RONDO_EXAMPLES_DIR.

namespace {

using support::environment;
using support::output_of_example;

class Examples : public testing::Test {
protected:
    void SetUp() override {
        if (environment("RONDO_EXAMPLES_DIR").empty())
            GTEST_SKIP() << "needs RONDO_EXAMPLES_DIR: see make test";
    }
};

TEST_F(Examples, Greet) {
    EXPECT_EQ(output_of_example("greet"),
              "Tasks created, awaiting results...\n"
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Finished greeting Alice!\n"
              "Finished greeting Bob!\n"
              "Results: Hello, Alice!, Hello, Bob!\n");
}

TEST_F(Examples, GreetBlocking) {
    EXPECT_EQ(output_of_example("greet_blocking"),
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Finished greeting Bob!\n"
              "Finished greeting Alice!\n"
              "Bob held everybody up.\n");
}

TEST_F(Examples, GreetCancelled) {
    EXPECT_EQ(output_of_example("greet_cancelled"),
              "Starting to greet Alice...\n"
              "Sorry, Alice, we have to go.\n"
              "Alice was not greeted: the train leaves.\n");
}

TEST_F(Examples, Gather) {
    EXPECT_EQ(output_of_example("gather"),
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Starting to greet Carol...\n"
              "Finished greeting Bob!\n"
              "Finished greeting Carol!\n"
              "Finished greeting Alice!\n"
              "Results: Hello, Alice!, Hello, Bob!, Hello, Carol!\n");
}

TEST_F(Examples, Lock) {
    EXPECT_EQ(output_of_example("lock"),
              "Alice comes to the door.\n"
              "Alice greets...\n"
              "Bob comes to the door.\n"
              "Alice has greeted.\n"
              "Bob greets...\n"
              "Bob has greeted.\n"
              "Nobody is at the door.\n");
}

TEST_F(Examples, Queue) {
    EXPECT_EQ(output_of_example("queue"),
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
    EXPECT_EQ(output_of_example("rate_limiter"),
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
    EXPECT_EQ(output_of_example("task_group"),
              "Waiting for all of them...\n"
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Alice will be greeted another day.\n"
              "Bob will be greeted another day.\n"
              "unhandled errors in a TaskGroup (1 sub-exception)\n"
              "- nobody is there\n");
}

TEST_F(Examples, GreetToThread) {
    EXPECT_EQ(output_of_example("greet_to_thread"),
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Finished greeting Alice!\n"
              "Nobody held Alice up.\n"
              "Finished greeting Bob, a friend!\n");
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
