// Of POSIX: the tests call the compiler through its shell.
#include "tests/support/compiler.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

// Wrong use that must not compile. Each program in this folder says in its first line what the
// compiler has to print; and all that it prints has to fit a screen.

namespace {

using support::environment;

constexpr std::size_t a_screen = 4000;

std::filesystem::path folder() {
    return std::filesystem::path(environment("RONDO_SOURCE_DIR")) / "tests" / "refusals";
}

std::vector<std::string> programs() {
    std::vector<std::string> names;
    if (environment("RONDO_SOURCE_DIR").empty()) return names;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
        const std::string name = entry.path().stem().string();
        if (entry.path().extension() == ".cpp" && !name.ends_with("_test")) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

class Refusals : public support::WithCompiler<testing::TestWithParam<std::string>> {};

TEST_P(Refusals, DoNotCompileAndSayWhy) {
    const std::filesystem::path file = folder() / (GetParam() + ".cpp");
    std::string first_line;
    std::getline(std::ifstream(file) >> std::ws, first_line);
    const std::string marker = "// refused: ";
    ASSERT_TRUE(first_line.starts_with(marker)) << first_line;

    const support::Ended compiler = support::compile(file);
    EXPECT_NE(compiler.status, 0) << "it compiles";
    EXPECT_THAT(compiler.output, testing::HasSubstr(first_line.substr(marker.size())));
    EXPECT_LT(compiler.output.size(), a_screen) << compiler.output;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Refusals);
INSTANTIATE_TEST_SUITE_P(, Refusals, testing::ValuesIn(programs()),
                         [](const auto& test) { return test.param; });

// Or every program above might be refused because of a flag that is wrong.
using RefusalsCompiler = support::WithCompiler<>;

TEST_F(RefusalsCompiler, AcceptsWhatIsRight) {
    const support::Ended compiler = support::compile(folder() / "foreign.hpp");
    EXPECT_EQ(compiler.status, 0) << compiler.output;
    EXPECT_FALSE(programs().empty());
}

}  // namespace
