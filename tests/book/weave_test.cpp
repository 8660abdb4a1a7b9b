#include "tests/book/weave.hpp"

#include "tests/book/try_page.hpp"

#include <gmock/gmock.h>

namespace {

using namespace book;
using testing::HasSubstr;

const std::string folder_text =
    "/// @file\n#pragma once\n\nnamespace rondo {\n\n/// Goes round.\nclass Loop {\npublic:\n"
    "    /// Ends it.\n    void stop() { ended_ = true; }\n    void turn();\n\nprivate:\n    bool "
    "ended_;\n};\n\n"
    "/// Once.\nvoid Loop::turn() {\n    step(2);\n}\n\n}  // namespace rondo\n";

std::string woven(const std::string& page) {
    return weave(try_page(page), files_with({{"loop.hpp", folder_text}}));
}

TEST(Weave, ANewFileIsTakenWholeWithoutDoxygenComments) {
    EXPECT_EQ(
        woven("Prose.\n\n" + block("**New file** `loop.hpp`", "cpp", "old\n")),
        "Prose.\n\n" + block("**New file** `loop.hpp`", "cpp",
                             "#pragma once\n\nnamespace rondo {\n\nclass Loop {\npublic:\n"
                             "    void stop() { ended_ = true; }\n    void turn();\n\nprivate:\n   "
                             " bool ended_;\n};\n\n"
                             "void Loop::turn() {\n    step(2);\n}\n\n}  // namespace rondo\n"));
}

TEST(Weave, FunctionsTakeTheTextOfTheirName) {
    const std::string caption = "**Add** to `loop.hpp`, at the end";
    EXPECT_EQ(woven(block(caption, "cpp", "// Mine.\n\nvoid Loop::turn() {\n    step(1);\n}\n")),
              block(caption, "cpp", "// Mine.\n\nvoid Loop::turn() {\n    step(2);\n}\n"));
}

TEST(Weave, MembersTakeTheTextOfTheirNameInTheirClass) {
    const std::string caption = "**Add** to `loop.hpp`, before `Loop::turn`";
    EXPECT_EQ(woven(block(caption, "cpp", "void stop() {}\n")),
              block(caption, "cpp", "void stop() { ended_ = true; }\n"))
        << "as far to the left as the author has it";
}

TEST(Weave, RewritesTakeTheNewText) {
    const std::string caption = "**Rewrite** `Loop::turn` in `loop.hpp`";
    EXPECT_EQ(woven(block(caption, "cpp", "void Loop::turn() {}\n")),
              block(caption, "cpp", "void Loop::turn() {\n    step(2);\n}\n"));
}

TEST(Weave, WhatIsChangedLaterKeepsItsEarlierText) {
    const std::string early =
        block("**New file** `loop.hpp`", "cpp",
              "class Loop {\npublic:\n    void stop() {}\n    void turn();\n};\n\n"
              "void Loop::turn() {\n    step(1);\n}\n");
    const std::string late =
        block("**Add** to `loop.hpp`, at the end of `Loop`", "cpp",
              "private:\n    bool ended_;\n") +
        block("**Change** `Loop::turn` in `loop.hpp`", "diff", "-step(1);\n+step(2);\n");
    const std::string page = woven(early + late);
    EXPECT_THAT(
        page,
        HasSubstr(
            "class Loop {\npublic:\n    void stop() { ended_ = true; }\n    void turn();\n};\n"))
        << "the class grows later, but this member does not change";
    EXPECT_THAT(page, HasSubstr("    step(1);\n}\n"));
    EXPECT_THAT(page, testing::EndsWith(late));
}

TEST(Weave, MembersKeepTheirTextWhereTheirClassIsChangedLater) {
    const std::string page =
        block("**New file** `loop.hpp`", "cpp", "class Loop {\n    void stop() {}\n};\n") +
        block("**Change** `Loop` in `loop.hpp`", "diff",
              "-void stop() {}\n+void stop() { ended_ = true; }\n");
    EXPECT_EQ(woven(page), page);
}

TEST(Weave, WhatTheFolderDoesNotKnowStaysAsItIs) {
    const std::string page = block("**Add** to `loop.hpp`, at the end", "cpp", "int f();\n") +
                             block("**New file** `other.hpp`", "cpp", "int g();\n");
    EXPECT_EQ(woven(page), page);
}

TEST(Weave, AWovenPageIsWoven) {
    const std::string page = woven(block("**New file** `loop.hpp`", "cpp", ""));
    EXPECT_EQ(woven(page), page);
}

}  // namespace
