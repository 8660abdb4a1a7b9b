#include "tests/book/type_along.hpp"

#include "tests/book/tokens.hpp"
#include "tests/book/try_page.hpp"

#include <gmock/gmock.h>

namespace {

using namespace book;
using testing::HasSubstr;

const std::string loop =
    "#pragma once\n"
    "\n"
    "#include <rondo/base/node.hpp>\n"
    "\n"
    "#include <vector>\n"
    "\n"
    "namespace rondo {\n"
    "\n"
    "/// Goes round.\n"
    "class Loop {\n"
    "public:\n"
    "    /// Ends it.\n"
    "    void stop() { stopping_ = true; }\n"
    "    void run();\n"
    "\n"
    "private:\n"
    "    bool stopping_ = false;\n"
    "};\n"
    "\n"
    "inline void Loop::run() {\n"
    "    while (!stopping_) {\n"
    "        turn();  // once\n"
    "        turn();\n"
    "    }\n"
    "}\n"
    "\n"
    "}  // namespace rondo\n";

/// What comes out when a page is typed into the file above.
std::string typed(const std::string& page) {
    TypedFiles files = files_with({{"loop.hpp", loop}});
    const std::string problem = try_typing(files, page);
    return problem.empty() ? files.at("loop.hpp").text() : problem;
}

/// The file above with one piece of text replaced.
std::string loop_with(const std::string& old_text, const std::string& new_text) {
    std::string text = loop;
    return text.replace(text.find(old_text), old_text.size(), new_text);
}

void expect_same_code(const std::string& a, const std::string& b) {
    EXPECT_TRUE(same_tokens(a, b)) << a << "\nis not\n\n" << b;
}

TEST(TypeAlong, ANewFileHasWhatTheBlockShows) {
    TypedFiles files;
    EXPECT_EQ(try_typing(files, block("**New file** `a/b.cpp`", "cpp", "int x;\n")), "");
    EXPECT_EQ(files.at("a/b.cpp").text(), "int x;\n");
    EXPECT_EQ(files.at("a/b.cpp").lines()[0].origin, 4u);
}

TEST(TypeAlong, ANewFileIsNew) {
    EXPECT_THAT(typed(block("**New file** `loop.hpp`", "cpp", "")),
                HasSubstr("page.md:1: **New file**"));
}

TEST(TypeAlong, TheEndIsInsideTheNamespace) {
    expect_same_code(typed(block("**Add** to `loop.hpp`, at the end", "cpp", "int f();\n")),
                     loop_with("}  // namespace", "int f();\n}  // namespace"));
}

TEST(TypeAlong, WithoutANamespaceTheEndIsTheEnd) {
    TypedFiles files = files_with({{"greet.cpp", "int f();\n"}});
    EXPECT_EQ(
        try_typing(files, block("**Add** to `greet.cpp`, at the end", "cpp", "int main() {}\n")),
        "");
    EXPECT_EQ(files.at("greet.cpp").text(), "int f();\n\nint main() {}\n");
}

TEST(TypeAlong, TheBeginningIsInsideTheNamespace) {
    expect_same_code(typed(block("**Add** to `loop.hpp`, at the beginning", "cpp", "class A;\n")),
                     loop_with("namespace rondo {", "namespace rondo {\nclass A;"));
}

TEST(TypeAlong, AMembersNeighbourIsAMember) {
    expect_same_code(typed(block("**Add** to `loop.hpp`, after `Loop::stop`", "cpp", "int f();\n")),
                     loop_with("    void run();", "int f();\n    void run();"));
}

TEST(TypeAlong, BeforeAnEntityIsBeforeItsComments) {
    EXPECT_THAT(typed(block("**Add** to `loop.hpp`, before `Loop`", "cpp", "class A;\n")),
                HasSubstr("class A;\n\n/// Goes round.\nclass Loop {"));
}

TEST(TypeAlong, TheEndOfAClassIsInsideIt) {
    expect_same_code(
        typed(block("**Add** to `loop.hpp`, at the end of `Loop`", "cpp", "int x_;\n")),
        loop_with("};\n", "    int x_;\n};\n"));
}

TEST(TypeAlong, ADefinitionIsMeantUnlessTheDeclarationIsNamed) {
    expect_same_code(typed(block("**Add** to `loop.hpp`, after `Loop::run`", "cpp", "int f();\n")),
                     loop_with("}  // namespace", "int f();\n}  // namespace"));
    expect_same_code(typed(block("**Add** to `loop.hpp`, after the declaration of `Loop::run`",
                                 "cpp", "int f();\n")),
                     loop_with("private:", "int f();\nprivate:"));
}

TEST(TypeAlong, IncludesJoinTheFilesOwn) {
    expect_same_code(typed(block("**Add** to `loop.hpp`", "cpp",
                                 "#include <vector>\n#include <map>\n\n#include <poll.h>\n\n"
                                 "#include <rondo/base/clock.hpp>\n")),
                     loop_with("#include <rondo/base/node.hpp>\n\n#include <vector>\n",
                               "#include <rondo/base/clock.hpp>\n#include <rondo/base/node.hpp>\n\n"
                               "#include <map>\n#include <vector>\n\n#include <poll.h>\n"));
}

TEST(TypeAlong, ConditionalIncludesStandBehindTheOthers) {
    const std::string conditional = "#ifdef __linux__\n#include <rondo/kernel/epoll.hpp>\n#endif\n";
    expect_same_code(typed(block("**Add** to `loop.hpp`", "cpp", conditional)),
                     loop_with("#include <vector>\n", "#include <vector>\n\n" + conditional));
}

TEST(TypeAlong, TheFirstIncludeStandsBelowPragmaOnce) {
    TypedFiles files = files_with({{"a.hpp", "/// @file\n#pragma once\n\nnamespace rondo {\n}\n"}});
    EXPECT_EQ(try_typing(files, block("**Add** to `a.hpp`", "cpp", "#include <map>\n")), "");
    EXPECT_EQ(files.at("a.hpp").text(),
              "/// @file\n#pragma once\n\n#include <map>\n\nnamespace rondo {\n}\n");
}

TEST(TypeAlong, ADiffChangesWhatItShows) {
    expect_same_code(
        typed(block("**Change** `Loop::run` in `loop.hpp`", "diff",
                    " inline void Loop::run() {\n-    while (!stopping_) {\n+    do {\n")),
        loop_with("while (!stopping_) {", "do {"));
}

TEST(TypeAlong, ADiffIsComparedByTokensNotByWhiteSpace) {
    expect_same_code(typed(block("**Change** `Loop::run` in `loop.hpp`", "diff",
                                 "-while ( !stopping_ )\n+while (true)\n {\n turn();   // once\n")),
                     loop_with("while (!stopping_)", "while (true)"));
}

TEST(TypeAlong, PiecesOfADiffHavePlacesOfTheirOwn) {
    expect_same_code(
        typed(block("**Change** `Loop::run` in `loop.hpp`", "diff",
                    "-inline void Loop::run() {\n+void Loop::run() {\n@@\n"
                    " turn();  // once\n-turn();\n")),
        loop_with("inline void Loop::run() {\n    while (!stopping_) {\n        turn();  // "
                  "once\n        turn();",
                  "void Loop::run() {\n    while (!stopping_) {\n        turn();  // once"));
}

TEST(TypeAlong, ALineThatIsNotThereIsNamed) {
    const std::string problem =
        typed(block("**Change** `Loop::run` in `loop.hpp`", "diff",
                    " inline void Loop::run() {\n-    while (stopping_) {\n+    {\n"));
    EXPECT_THAT(problem,
                HasSubstr("page.md:1: **Change** `Loop::run` in `loop.hpp`: line 2 of the diff, "
                          "`while (stopping_) {`, is not there as typed so far, which reads:\n"));
    EXPECT_THAT(problem, HasSubstr("        while (!stopping_) {\n"));
}

TEST(TypeAlong, AStaleCommentIsNoticed) {
    EXPECT_THAT(typed(block("**Change** `Loop::run` in `loop.hpp`", "diff",
                            "-        turn();  // twice\n+        turn();\n")),
                HasSubstr("line 1 of the diff, `turn();  // twice`"));
}

TEST(TypeAlong, ADiffFitsOnlyOnce) {
    EXPECT_THAT(
        typed(block("**Change** `Loop::run` in `loop.hpp`", "diff", "-turn();\n+step();\n")),
        HasSubstr("the diff fits in 2 places; more context tells them apart"));
}

TEST(TypeAlong, ADiffFitsInsideWhatItNames) {
    EXPECT_THAT(typed(block("**Change** `Loop::run` in `loop.hpp`", "diff",
                            "-    bool stopping_ = false;\n+    bool stopping_ = true;\n")),
                HasSubstr("is not there as typed so far"));
}

TEST(TypeAlong, ALongDiffIsRefused) {
    std::string diff;
    for (int i = 0; i < 13; ++i) diff += "+    turn();\n";
    EXPECT_THAT(typed(block("**Change** `Loop::run` in `loop.hpp`", "diff", diff)),
                HasSubstr("a diff of 13 lines; at most 12"));
}

TEST(TypeAlong, ADiffChangesSomething) {
    EXPECT_THAT(typed(block("**Change** `Loop::run` in `loop.hpp`", "diff", " turn();  // once\n")),
                HasSubstr("nothing in this diff begins with + or -"));
}

TEST(TypeAlong, RewritingReplacesTheWhole) {
    expect_same_code(
        typed(block("**Rewrite** `Loop::stop` in `loop.hpp`", "cpp", "void stop();\n")),
        loop_with("void stop() { stopping_ = true; }", "void stop();"));
    expect_same_code(typed(block("**Rewrite** `Loop::stop` in `loop.hpp`", "cpp",
                                 "#include <atomic>\n\nvoid stop() { stopping_ = true; }\n")),
                     loop_with("#include <vector>", "#include <atomic>\n#include <vector>"));
}

TEST(TypeAlong, RewritingKeepsTheName) {
    EXPECT_THAT(typed(block("**Rewrite** `Loop::stop` in `loop.hpp`", "cpp", "void halt();\n")),
                HasSubstr("the block has no `stop`"));
}

TEST(TypeAlong, RemovingTakesTheCommentsAlong) {
    expect_same_code(typed("**Remove** `Loop::stop` from `loop.hpp`\n"),
                     loop_with("    void stop() { stopping_ = true; }\n", ""));
    expect_same_code(typed("**Remove** `#include <vector>` from `loop.hpp`\n"),
                     loop_with("#include <vector>\n", ""));
}

TEST(TypeAlong, WhatSharesItsLinesIsNotRemoved) {
    TypedFiles files = files_with({{"a.cpp", "int a, b;\nint c; int d;\n"}});
    EXPECT_THAT(try_typing(files, "**Remove** `c` from `a.cpp`\n"),
                HasSubstr("`c` shares a line with `d`"));
}

TEST(TypeAlong, DeletingDeletes) {
    TypedFiles files = files_with({{"a.cpp", ""}, {"b.cpp", ""}});
    EXPECT_EQ(try_typing(files, "**Delete** `a.cpp`\n"), "");
    EXPECT_FALSE(files.contains("a.cpp"));
    EXPECT_THAT(try_typing(files, "**Delete** `x/b.cpp`\n"),
                HasSubstr("there is no file `x/b.cpp` so far; there is `b.cpp`"));
}

TEST(TypeAlong, AMissingNameIsReportedWithThoseThereAre) {
    EXPECT_THAT(typed("**Remove** `Lop::stop` from `loop.hpp`\n"),
                HasSubstr("there is no `Lop::stop` as typed so far; there is `Loop::stop`, "));
}

TEST(TypeAlong, OverloadsAreToldApartByParameters) {
    TypedFiles files = files_with({{"a.cpp", "int f(int a);\nint f(long a);\n"}});
    EXPECT_THAT(try_typing(files, "**Remove** `f` from `a.cpp`\n"),
                HasSubstr("there are 2 of `f`; say which"));
    EXPECT_EQ(try_typing(files, "**Remove** `f(long a)` from `a.cpp`\n"), "");
    EXPECT_EQ(files.at("a.cpp").text(), "int f(int a);\n");
}

TEST(TypeAlong, ABlockThatLeavesABraceOpenIsReported) {
    EXPECT_THAT(typed(block("**Add** to `loop.hpp`, at the end", "cpp", "int f() {\n")),
                HasSubstr("then the file as typed so far has, in line 29: a '}' is missing here"));
}

TEST(TypeAlong, LookingAndCheckingChangeNothing) {
    EXPECT_EQ(typed(block("**Look**, nothing to type", "cpp", "int x;\n") +
                    block("**Checkpoint 1.** Run it:", "console", "$ make\n")),
              loop);
}

TEST(TypeAlong, WhatIsShownFromAFileStandsThere) {
    const std::string look = "**Look**, nothing to type: from `loop.hpp`";
    EXPECT_EQ(typed(block(look, "cpp", loop)), loop);
    EXPECT_THAT(typed(block(look, "cpp", "#pragma once\nint stale;\n")),
                HasSubstr("`loop.hpp` does not go on like this:\n    int stale;"));
    EXPECT_THAT(typed(block("**Look**, nothing to type: from `other.hpp`", "cpp", "int x;\n")),
                HasSubstr("there is no file `other.hpp`"));
}

}  // namespace
