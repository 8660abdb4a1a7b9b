#include "tests/book/workshop.hpp"

#include <cstdint>
#include <cstdlib>
#include <iomanip>
#include <sstream>
#include <utility>

namespace book {
namespace {

/// FNV-1a: to tell contents apart, not to keep secrets.
class Digest {
public:
    void add(std::string_view text) {
        for (const char c : text) mix(static_cast<unsigned char>(c));
        mix(0);
    }
    std::string text() const {
        std::ostringstream text;
        text << std::hex << std::setw(16) << std::setfill('0') << value_;
        return text.str();
    }

private:
    void mix(std::uint64_t byte) { value_ = (value_ ^ byte) * 0x100000001b3; }
    std::uint64_t value_ = 0xcbf29ce484222325;
};

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// What a chapter's Makefile sees: nothing of the make and the GoogleTest that these checks run
/// under. What it compiles it compiles through ccache, which is told not to mind that the files
/// have just been written.
void prepare_environment() {
    for (const char* name :
         {"MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "CXXFLAGS", "GTEST_FILTER", "GTEST_BRIEF",
          "GTEST_OUTPUT", "GTEST_TOTAL_SHARDS", "GTEST_SHARD_INDEX", "GREET"})
        unsetenv(name);
    const auto set = [](const char* name, const std::string& value) {
        setenv(name, value.c_str(), 1);
    };
    const std::string compiler = variable("RONDO_CXX");
    const std::string jobs = variable("RONDO_JOBS");
    set("CXX", compiler.empty() ? "g++" : compiler);
    set("MAKEFLAGS", "-j" + (jobs.empty() ? "2" : jobs));
    set("CCACHE_SLOPPINESS", "pch_defines,time_macros,include_file_mtime,include_file_ctime");
}

/// The outcomes that are remembered under a name, if there are as many as there should be.
std::vector<Outcome> recall(const fs::path& folder, std::size_t count) {
    std::vector<Outcome> outcomes;
    for (std::size_t i = 0; i < count; ++i) {
        const fs::path path = folder / std::to_string(i);
        if (!fs::exists(path)) return {};
        const std::string text = read_file(path);
        const auto end = text.find('\n');
        outcomes.push_back({std::atoi(text.c_str()), text.substr(end + 1)});
    }
    return outcomes;
}

void remember(const fs::path& folder, const std::vector<Outcome>& outcomes) {
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        write_file(folder / std::to_string(i),
                   std::to_string(outcomes[i].status) + "\n" + outcomes[i].output);
}

}  // namespace

Files folder_of_reader(const std::vector<Chapter>& chapters, std::size_t index,
                       const TypedFiles& typed) {
    const Chapter& chapter = chapters[index];
    Files files;
    const auto take = [&](const Chapter& from, const std::string& path, const std::string& as) {
        files[as] = read_file(from.folder() / path);
    };
    for (const std::string& path : files_below(chapter.folder()))
        if (path == "Makefile" || path.starts_with("tests/") || path.starts_with("exercises/"))
            take(chapter, path, path);
    for (std::size_t i = 0; i < index; ++i) {
        const std::string folder = fs::path(chapters[i].path).filename().string();
        for (const std::string& path : files_below(chapters[i].folder() / "tests"))
            if (path != "run") take(chapters[i], "tests/" + path, "tests/" + folder + "/" + path);
    }
    for (const auto& [path, file] : typed) files[path] = file.text();
    return files;
}

Workshop::Workshop(const fs::path& root, const std::string& name)
    : folder_(fs::absolute(root) / "build/book" / name) {
    prepare_environment();
}

void Workshop::lay_out(const Files& files) {
    for (const std::string& path : files_below(folder_))
        if (!files.contains(path)) fs::remove(folder_ / path);
    for (const auto& [path, text] : files) write_file(folder_ / path, text);
    files_ = files;
}

std::vector<Outcome> Workshop::run(
    const std::vector<std::string>& commands, std::chrono::seconds limit,
    const std::function<bool(const std::vector<Outcome>&)>& as_expected) {
    Digest digest;
    for (const auto& [path, text] : files_) {
        digest.add(path);
        digest.add(text);
    }
    for (const std::string& command : commands) digest.add(command);
    for (const char* name : {"CXX", "RONDO_CXX_VERSION"}) digest.add(variable(name));

    const fs::path memory = folder_.parent_path() / "remembered" / digest.text();
    if (const auto outcomes = recall(memory, commands.size());
        !outcomes.empty() && as_expected(outcomes))
        return outcomes;
    std::vector<Outcome> outcomes;
    for (const std::string& command : commands)
        outcomes.push_back(run_command(folder_, command, limit));
    if (as_expected(outcomes)) remember(memory, outcomes);
    return outcomes;
}

}  // namespace book
