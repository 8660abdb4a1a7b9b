#include "tests/book/command.hpp"

#include <cstdlib>

#include <sys/wait.h>

namespace book {

std::string shell_word(const std::string& text) {
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
    return word + "'";
}

Outcome run_command(const fs::path& folder, const std::string& command,
                    std::chrono::seconds limit) {
    const fs::path output = folder / "build" / "output.txt";
    fs::create_directories(output.parent_path());
    const std::string whole = "cd " + shell_word(folder.string()) + " && timeout --kill-after=5 " +
                              std::to_string(limit.count()) + " sh -c " + shell_word(command) +
                              " >build/output.txt 2>&1 </dev/null";
    const int status = std::system(whole.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_file(output)};
}

}  // namespace book
