#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

// The ways in which users build: their flags, their headers before ours, their kinds of files.

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

struct Command {
    int status;
    std::string output;
};

Command run(const std::string& line) {
    Command result{-1, ""};
    FILE* pipe = popen((line + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return result;
    char buffer[4096];
    while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe))
        result.output.append(buffer, size);
    result.status = pclose(pipe);
    return result;
}

/// A name for a file that a test makes, which goes at its end.
struct MadeFile {
    explicit MadeFile(const std::string& name)
        : path(std::filesystem::path(testing::TempDir()) /
               (name + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()) +
                "." + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {}
    MadeFile(const MadeFile&) = delete;
    MadeFile& operator=(const MadeFile&) = delete;
    ~MadeFile() {
        std::filesystem::remove(path);
        std::filesystem::remove(path.string() + ".json");
    }
    std::filesystem::path path;
};

class Builds : public testing::Test {
protected:
    void SetUp() override {
        if (environment("RONDO_CXX").empty()) GTEST_SKIP() << "needs RONDO_CXX: see make test";
    }

    static std::string source(const std::string& name) {
        return "'" + environment("RONDO_SOURCE_DIR") + "/tests/builds/" + name + "'";
    }
    /// Compiles, and keeps nothing but what the compiler says.
    static Command compile(const std::string& flags, const std::string& name) {
        return run(environment("RONDO_CXX") + " " + environment("RONDO_CXXFLAGS") +
                   " -fsyntax-only " + flags + " " + source(name));
    }
    static Command link(const std::string& flags, const std::string& name, const MadeFile& made) {
        return run(environment("RONDO_LINK") + " " + environment("RONDO_CXXFLAGS") + " " + flags +
                   " " + source(name) + " '" + environment("RONDO_LIBRARY") + "' -o '" +
                   made.path.string() + "'");
    }
};

TEST_F(Builds, WithoutAWarningThatPeopleTurnOn) {
    const Command compiler = compile(
        "-Werror -Wno-unknown-warning-option -Wall -Wextra -Wpedantic -Wshadow -Wconversion "
        "-Wsign-conversion -Wold-style-cast -Wuseless-cast -Wnull-dereference -Wduplicated-cond "
        "-Wduplicated-branches -Wlogical-op -Woverloaded-virtual -Wnon-virtual-dtor -Wextra-semi "
        "-Wsuggest-override -Wformat=2 -Wcast-qual -Wcast-align -Wdouble-promotion -Wundef "
        "-Wredundant-decls -Wdeprecated -Wswitch-enum -Wunused -Wmissing-declarations",
        "uses.cpp");
    EXPECT_EQ(compiler.status, 0) << compiler.output;
}

TEST_F(Builds, InNewerLanguages) {
    const Command compiler =
        compile("-std=gnu++2b -fno-strict-aliasing -D_GLIBCXX_ASSERTIONS -Werror", "uses.cpp");
    EXPECT_EQ(compiler.status, 0) << compiler.output;
}

TEST_F(Builds, AfterHeadersThatMakeMacrosOfCommonWords) {
    const Command compiler = compile("", "after_macros.cpp");
    EXPECT_EQ(compiler.status, 0) << compiler.output;
}

TEST_F(Builds, AsOneFile) {
    std::vector<std::string> sources;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             environment("RONDO_SOURCE_DIR") + "/src/rondo"))
        if (entry.path().extension() == ".cpp") sources.push_back(entry.path().string());
    std::sort(sources.begin(), sources.end());
    ASSERT_FALSE(sources.empty());
    std::string text;
    for (const std::string& path : sources) text += "#include \"" + path + "\"\\n";
    // g++ 12 warns of coroutines in a file that another includes: their frames have no linkage.
    const Command compiler = run("printf '" + text + "' | " + environment("RONDO_CXX") + " " +
                                 environment("RONDO_CXXFLAGS") +
                                 " -Wall -Wextra -Wno-subobject-linkage -Werror "
                                 "-Wno-unknown-warning-option -fsyntax-only -x c++ -");
    EXPECT_EQ(compiler.status, 0) << compiler.output;
}

TEST_F(Builds, IntoASharedLibrary) {
    const MadeFile library("plugin");
    const Command linker = link("-fPIC -shared", "plugin.cpp", library);
    EXPECT_EQ(linker.status, 0) << linker.output;
}

TEST_F(Builds, WithFilesWithoutRtti) {
    const MadeFile program("without_rtti");
    const Command linker = link("-fno-rtti -fno-sanitize=vptr", "without_rtti.cpp", program);
    ASSERT_EQ(linker.status, 0) << linker.output;
    // In this flavour the library asks each object, before it calls it, what it is. Those that were
    // made in a file without RTTI have no answer.
    if (environment("RONDO_LINK").find("undefined") != std::string::npos)
        GTEST_SKIP() << "linked, not run: the library is compiled with -fsanitize=vptr";
    const Command its_run = run("'" + program.path.string() + "'");
    EXPECT_EQ(its_run.status, 0) << its_run.output;
}

/// Refused by a line at the head of what the compiler says.
void expect_refused(const Command& compiler, const std::string& why) {
    EXPECT_NE(compiler.status, 0);
    EXPECT_THAT(compiler.output.substr(0, 1000), testing::HasSubstr(why));
}

TEST_F(Builds, NotWithoutExceptions) {
    expect_refused(compile("-fno-exceptions", "plugin.cpp"),
                   "Rondo needs exceptions: no -fno-exceptions");
}

TEST_F(Builds, NotInOlderLanguages) {
    expect_refused(compile("-std=c++17", "plugin.cpp"), "Rondo needs C++20: -std=c++20");
}

}  // namespace
