#include "tests/book/tokens.hpp"

#include "tests/book/without_doxygen.hpp"

#include <gmock/gmock.h>

namespace {

using namespace book;
using testing::ElementsAre;

std::vector<std::string> texts(std::string_view text) {
    std::vector<std::string> texts;
    for (const Token& token : tokens_of(text)) texts.push_back(token.text);
    return texts;
}

TEST(Tokens, AreWordsNumbersLiteralsAndSymbols) {
    EXPECT_THAT(texts("auto x = 1'000.5e-3f + y->z<A>();"),
                ElementsAre("auto", "x", "=", "1'000.5e-3f", "+", "y", "->", "z", "<", "A", ">",
                            "(", ")", ";"));
}

TEST(Tokens, ClosingAngleBracketsAreOneEach) {
    EXPECT_TRUE(same_tokens("A<B<C>> x;", "A<B<C> > x;"));
}

TEST(Tokens, QuotesWithinLiteralsEndNothing) {
    EXPECT_THAT(texts(R"(f("a\"b", '"', '\'') // "x)"),
                ElementsAre("f", "(", R"("a\"b")", ",", "'\"'", ",", R"('\'')", ")", "// \"x"));
}

TEST(Tokens, RawStringsEndWithTheirOwnWord) {
    EXPECT_THAT(texts("x = R\"ab(1)\" /* )b\" )ab\";"),
                ElementsAre("x", "=", "R\"ab(1)\" /* )b\" )ab\"", ";"));
}

TEST(Tokens, DirectivesAreWholeLines) {
    EXPECT_THAT(texts("#if A && \\\n    B  // why\nint x;\n#  include <map>\n"),
                ElementsAre("#if A && \\ B // why", "int", "x", ";", "# include <map>"));
}

TEST(Tokens, KnowTheirLines) {
    const auto tokens = tokens_of("a\n/* b\n c */ d\n");
    EXPECT_EQ(tokens[1].line, 1u);
    EXPECT_EQ(tokens[1].end_line, 3u);
    EXPECT_EQ(tokens[2].line, 2u);
    EXPECT_FALSE(tokens[2].first_in_line);
}

TEST(Tokens, DoxygenCommentsDoNotCountAndOthersDo) {
    EXPECT_TRUE(same_tokens("/// Says.\nint x; ///< What.\n/** More. */", "int x;"));
    EXPECT_FALSE(same_tokens("// Says why.\nint x;", "int x;"));
    EXPECT_FALSE(same_tokens("int x;  // one", "int x;  // two"));
    EXPECT_TRUE(same_tokens("//   one  two", "  // one two"));
    EXPECT_FALSE(same_tokens("//// a ruler", "")) << "four slashes are an ordinary comment";
}

TEST(Tokens, AreShownWithoutDoxygenComments) {
    EXPECT_EQ(without_doxygen("/// @file\n/// About.\n#pragma once\n\n/// A.\n\nint a;  ///< b\n"
                              "class C {\n    /// D.\n    int d;  // why\n};\n"),
              "#pragma once\n\nint a;\nclass C {\n    int d;  // why\n};\n");
}

}  // namespace
