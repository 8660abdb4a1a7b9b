// Of POSIX: the tests call the compiler through its shell.
#include "tests/support/compiler.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

// The ways in which users build: their flags, their headers before ours, their kinds of files.

namespace {

using support::Ended;
using support::environment;
using support::run_command;

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
    std::string quoted() const { return "'" + path.string() + "'"; }

    std::filesystem::path path;
};

class Builds : public support::WithCompiler<> {
protected:
    static std::string source(const std::string& name) {
        return environment("RONDO_SOURCE_DIR") + "/tests/builds/" + name;
    }
    /// Compiles, and keeps nothing but what the compiler says.
    static Ended compile(const std::string& flags, const std::string& name) {
        return support::compile(source(name), flags);
    }
    /// Compiles a file and links it with the library.
    static Ended link(const std::string& flags, const std::string& name, const MadeFile& made) {
        return run_command(environment("RONDO_LINK") + " " + environment("RONDO_CXXFLAGS") + " " +
                           flags + " '" + source(name) + "' '" + environment("RONDO_LIBRARY") +
                           "' -o " + made.quoted());
    }
};

TEST_F(Builds, WithoutAWarningThatPeopleTurnOn) {
    const Ended compiler = compile(
        "-Werror -Wno-unknown-warning-option -Wall -Wextra -Wpedantic -Wshadow -Wconversion "
        "-Wsign-conversion -Wold-style-cast -Wuseless-cast -Wnull-dereference -Wduplicated-cond "
        "-Wduplicated-branches -Wlogical-op -Woverloaded-virtual -Wnon-virtual-dtor -Wextra-semi "
        "-Wsuggest-override -Wformat=2 -Wcast-qual -Wcast-align -Wdouble-promotion -Wundef "
        "-Wredundant-decls -Wdeprecated -Wswitch-enum -Wunused -Wmissing-declarations",
        "uses.cpp");
    EXPECT_EQ(compiler.status, 0) << compiler.output;
}

TEST_F(Builds, InNewerLanguages) {
    const Ended compiler =
        compile("-std=gnu++2b -fno-strict-aliasing -D_GLIBCXX_ASSERTIONS -Werror", "uses.cpp");
    EXPECT_EQ(compiler.status, 0) << compiler.output;
}

TEST_F(Builds, AfterHeadersThatMakeMacrosOfCommonWords) {
    const Ended compiler = compile("", "after_macros.cpp");
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
    const Ended compiler = run_command("printf '" + text + "' | " + environment("RONDO_CXX") + " " +
                                       environment("RONDO_CXXFLAGS") +
                                       " -Wall -Wextra -Wno-subobject-linkage -Werror "
                                       "-Wno-unknown-warning-option -fsyntax-only -x c++ -");
    EXPECT_EQ(compiler.status, 0) << compiler.output;
}

// One of them as distributions build: what it says and does is as without.
TEST_F(Builds, IntoTwoSharedLibrariesOfOneProcess) {
    const MadeFile first("plugin"), second("plugin"), host("host");
    Ended linker = link("-fPIC -shared", "plugin.cpp", first);
    ASSERT_EQ(linker.status, 0) << linker.output;
    linker = link(
        "-fPIC -shared -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong "
        "-fcf-protection -Wall -Wextra -Wno-maybe-uninitialized -Werror",
        "plugin.cpp", second);
    ASSERT_EQ(linker.status, 0) << linker.output;
    linker = run_command(environment("RONDO_LINK") + " '" + source("host.cpp") + "' -ldl -o " +
                         host.quoted());
    ASSERT_EQ(linker.status, 0) << linker.output;
    const Ended its_run = run_command(host.quoted() + " " + first.quoted() + " " + second.quoted());
    EXPECT_EQ(its_run.status, 0) << its_run.output;
    EXPECT_THAT(its_run.output, testing::HasSubstr("within each other: 40\n"))
        << "a loop within a running one is refused, also that of another library";
}

/// The first line of a file that includes one of our headers: its name.
std::string first_include(const std::filesystem::path& file) {
    std::ifstream lines(file);
    const std::string head = "#include <rondo/";
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("#include"))
            return line.starts_with(head) ? line.substr(head.size(), line.find('>') - head.size())
                                          : "";
    return "";
}

// A header that comes first in a file which is compiled by itself has been compiled alone. That is
// so for files of the library; and for headers that have been compiled alone. The others are tried.
TEST_F(Builds, WithEachHeaderAlone) {
    const std::filesystem::path folder = environment("RONDO_SOURCE_DIR") + "/src/rondo";
    std::set<std::string> to_try, come_first;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        if (entry.path().extension() == ".hpp")
            to_try.insert(std::filesystem::relative(entry.path(), folder).generic_string());
        come_first.insert(first_include(entry.path()));
    }
    for (const std::string& name : come_first) to_try.erase(name);
    EXPECT_TRUE(to_try.contains("rondo.hpp"));
    const MadeFile object("alone");
    for (const std::string& name : to_try) {
        const Ended compiler =
            run_command(environment("RONDO_CACHE") + " " + environment("RONDO_CXX") + " " +
                        environment("RONDO_CXXFLAGS") + " -include rondo/" + name + " -c '" +
                        source("nothing.cpp") + "' -o " + object.quoted());
        EXPECT_EQ(compiler.status, 0) << name << "\n" << compiler.output;
    }
}

TEST_F(Builds, WithFilesWithoutRtti) {
    const MadeFile program("without_rtti");
    const Ended linker = link("-fno-rtti -fno-sanitize=vptr", "without_rtti.cpp", program);
    ASSERT_EQ(linker.status, 0) << linker.output;
    // In this flavour the library asks each object, before it calls it, what it is. Those that were
    // made in a file without RTTI have no answer.
    if (environment("RONDO_LINK").find("undefined") != std::string::npos)
        GTEST_SKIP() << "linked, not run: the library is compiled with -fsanitize=vptr";
    const Ended its_run = run_command(program.quoted());
    EXPECT_EQ(its_run.status, 0) << its_run.output;
}

/// Refused by a line at the head of what the compiler says.
void expect_refused(const Ended& compiler, const std::string& why) {
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
