/// @file
/// Commands, run with an end to waiting.
#pragma once

#include "tests/book/text.hpp"

#include <chrono>
#include <string>

namespace book {

/// How a command ended.
struct Outcome {
    int status = 0;
    /// What it printed, on both streams.
    std::string output;

    bool succeeded() const { return status == 0; }
    bool timed_out() const { return status == 124 || status == 137; }
};

/// Runs a shell command in a folder. One that takes longer is killed with all that it started.
Outcome run_command(const fs::path& folder, const std::string& command, std::chrono::seconds limit);

/// As one word of a shell command.
std::string shell_word(const std::string& text);

}  // namespace book
