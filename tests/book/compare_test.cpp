#include "tests/book/compare.hpp"

#include "tests/book/try_page.hpp"

#include <gmock/gmock.h>

namespace {

using namespace book;
using testing::AllOf;
using testing::HasSubstr;

const std::string page_text =
    block("**New file** `a.cpp`", "cpp",
          "int one();\nint two();\nint three(int a, int b);\nint four();\n");

/// What is wrong if the page above is to give these files.
std::string compared_with(const TypedFiles& expected) {
    TypedFiles typed;
    EXPECT_EQ(try_typing(typed, page_text), "");
    return problems_of(compare(typed, expected, try_page(page_text)));
}

TEST(Compare, FindsNothingWhereTokensAreTheSame) {
    EXPECT_EQ(compared_with(
                  files_with({{"a.cpp",
                               "/// One.\nint  one();\nint two();\nint three(int a,\n  int b);\n"
                               "int four();\n"}})),
              "");
}

TEST(Compare, NamesWhatNoBlockGives) {
    EXPECT_THAT(
        compared_with(files_with({{"a.cpp",
                                   "int one();\nint two();\nint more();\nint three(int a, int b);\n"
                                   "int four();\n"}})),
        AllOf(HasSubstr("page.md:6: no block of the page gives this, which /a.cpp:3 has:\n"),
              HasSubstr("    int more();\n"), HasSubstr("before (from line 6 of the page)")));
}

TEST(Compare, NamesWhatTheFolderDoesNotHave) {
    EXPECT_THAT(
        compared_with(
            files_with({{"a.cpp", "int one();\nint three(int a, int b);\nint four();\n"}})),
        AllOf(HasSubstr(
                  "page.md:5: a.cpp as typed has this (from line 5 of the page), and the folder "
                  "does not:\n    int two();\n"),
              HasSubstr("/a.cpp:2 goes on with:\n    int three(int a, int b);")));
}

TEST(Compare, ShowsBothWhereTheyDiffer) {
    EXPECT_THAT(
        compared_with(files_with(
            {{"a.cpp", "int one();\nint two();\nint three(int a, long b);\nint four();\n"}})),
        AllOf(HasSubstr("page.md:6: a.cpp as typed reads (from line 6 of the page):\n"),
              HasSubstr("int three(int a, int b);"), HasSubstr("where /a.cpp:3 reads:\n"),
              HasSubstr("int three(int a, long b);")));
}

TEST(Compare, ACommentThatDiffersIsADifference) {
    EXPECT_NE(
        compared_with(files_with({{"a.cpp",
                                   "int one();  // first\nint two();\nint three(int a, int b);\n"
                                   "int four();\n"}})),
        "");
}

TEST(Compare, NamesFilesThatNobodyTyped) {
    EXPECT_THAT(compared_with(files_with({{"b.cpp", ""}})),
                AllOf(HasSubstr("page.md:1: no block of the page gives the file `b.cpp`"),
                      HasSubstr("page.md:1: the chapter's folder has no file `a.cpp`")));
}

TEST(Compare, BlocksOutOfPlaceAreNoticed) {
    EXPECT_NE(compared_with(files_with(
                  {{"a.cpp", "int two();\nint one();\nint three(int a, int b);\nint four();\n"}})),
              "");
}

}  // namespace
