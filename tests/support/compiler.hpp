/// @file
/// The compiler, as users call it: for tests of what it takes, and of what it has to refuse.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace support {

/// What `make test` says of how things are built here; empty if it says nothing.
inline std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// How a command has ended, and all that it printed.
struct Ended {
    int status;
    std::string output;
};

/// Runs a command of the shell.
inline Ended run_command(const std::string& line) {
    Ended ended{-1, ""};
    FILE* const pipe = popen((line + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return ended;
    char buffer[4096];
    while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe))
        ended.output.append(buffer, size);
    ended.status = pclose(pipe);
    return ended;
}

/// Compiles a file as a user would, and keeps nothing but what the compiler says.
inline Ended compile(const std::filesystem::path& file, const std::string& flags = "") {
    return run_command(environment("RONDO_CXX") + " " + environment("RONDO_CXXFLAGS") +
                       " -fsyntax-only " + flags + " '" + file.string() + "'");
}

/// A test that calls the compiler: skipped where nobody says which one that is.
template <class Test = testing::Test>
class WithCompiler : public Test {
protected:
    void SetUp() override {
        if (environment("RONDO_CXX").empty()) GTEST_SKIP() << "needs RONDO_CXX: see make test";
    }
};

}  // namespace support
