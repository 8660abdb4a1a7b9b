/// @file
/// Checkpoints: what a page says that a command prints, and what it prints.
#pragma once

#include "tests/book/free_processor.hpp"
#include "tests/book/workshop.hpp"

#include <functional>
#include <string>
#include <vector>

namespace book {

/// A command that a checkpoint has its reader run, and the lines that it is said to print.
struct ShownCommand {
    std::string command;
    std::size_t line;  ///< of the page
    std::vector<std::string> output;
    /// Whether an output is shown at all; if not, the command has but to succeed.
    bool shows_output;
};

/// The commands in a checkpoint's block; if it has none, those within its sentence that begin with
/// `make`.
std::vector<ShownCommand> commands_of(const Step& checkpoint);

/// Compares what is shown with what was printed. `…` alone in a line stands for any number of
/// lines, and a figure written `~1.0` may differ by a quarter. What make says of a failure, `make:
/// ***`, and of what it builds, `  compile  greet.cpp`, does not count.
/// @return an empty text, or which line was expected and which was there.
std::string compare_output(const std::vector<std::string>& shown, const std::string& printed);

/// Builds what is typed so far at each checkpoint of a page, and runs its commands.
/// @param wait_until_free waits for a free processor before figures are measured again; they are
/// not compared if none comes free.
Problems check_checkpoints(
    const std::vector<Chapter>& chapters, std::size_t index,
    const std::function<bool()>& wait_until_free = [] {
        return wait_for_free_processor(std::chrono::seconds(30));
    });

}  // namespace book
