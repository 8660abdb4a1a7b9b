// The order of the greet example's lines, as the running program prints them.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

std::string output_of(const std::string& command) {
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return "it cannot be run";
    std::string output;
    for (int character; (character = std::fgetc(pipe)) != EOF;)
        if (character != '\r') output += static_cast<char>(character);
    return pclose(pipe) == 0 ? output : "it failed after: " + output;
}

TEST(Greet, PrintsTheArticlesLinesInTheArticlesOrder) {
    const char* greet = std::getenv("GREET");
    ASSERT_NE(greet, nullptr) << "`make test` says where greet is";
    EXPECT_EQ(output_of(greet),
              "Tasks created, awaiting results...\n"
              "Starting to greet Alice...\n"
              "Starting to greet Bob...\n"
              "Finished greeting Alice!\n"
              "Finished greeting Bob!\n"
              "Results: Hello, Alice!, Hello, Bob!\n");
}

}  // namespace
