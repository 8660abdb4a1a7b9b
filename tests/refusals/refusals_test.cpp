#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

// Wrong use that must not compile. Each program in this folder says in its first line what the
// compiler has to print; and all that it prints has to fit a screen.

namespace {

constexpr std::size_t a_screen = 4000;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::filesystem::path folder() {
    return std::filesystem::path(environment("RONDO_SOURCE_DIR")) / "tests" / "refusals";
}

std::vector<std::string> programs() {
    std::vector<std::string> names;
    if (environment("RONDO_SOURCE_DIR").empty()) return names;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
        const std::string name = entry.path().stem().string();
        if (entry.path().extension() == ".cpp" && name != "refusals_test") names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

struct Compilation {
    int status;
    std::string message;
};

/// Compiles a file, and keeps nothing but what the compiler says.
Compilation compile(const std::filesystem::path& file) {
    const std::string command = environment("RONDO_CXX") + " " + environment("RONDO_CXXFLAGS") +
                                " -fsyntax-only '" + file.string() + "' 2>&1";
    Compilation result{-1, ""};
    FILE* compiler = popen(command.c_str(), "r");
    if (compiler == nullptr) return result;
    char buffer[4096];
    while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, compiler))
        result.message.append(buffer, size);
    result.status = pclose(compiler);
    return result;
}

class Refusals : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        if (environment("RONDO_CXX").empty()) GTEST_SKIP() << "needs RONDO_CXX: see make test";
    }
};

TEST_P(Refusals, DoNotCompileAndSayWhy) {
    const std::filesystem::path file = folder() / (GetParam() + ".cpp");
    std::string first_line;
    std::getline(std::ifstream(file) >> std::ws, first_line);
    const std::string marker = "// refused: ";
    ASSERT_TRUE(first_line.starts_with(marker)) << first_line;

    const Compilation compilation = compile(file);
    EXPECT_NE(compilation.status, 0) << "it compiles";
    EXPECT_THAT(compilation.message, testing::HasSubstr(first_line.substr(marker.size())));
    EXPECT_LT(compilation.message.size(), a_screen) << compilation.message;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Refusals);
INSTANTIATE_TEST_SUITE_P(, Refusals, testing::ValuesIn(programs()),
                         [](const auto& test) { return test.param; });

// Or every program above might be refused because of a flag that is wrong.
TEST(RefusalsCompiler, AcceptsWhatIsRight) {
    if (environment("RONDO_CXX").empty()) GTEST_SKIP() << "needs RONDO_CXX: see make test";
    const Compilation compilation = compile(folder() / "foreign.hpp");
    EXPECT_EQ(compilation.status, 0) << compilation.message;
    EXPECT_FALSE(programs().empty());
}

}  // namespace
