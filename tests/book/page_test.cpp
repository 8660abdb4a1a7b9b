#include "tests/book/page.hpp"

#include "tests/book/try_page.hpp"

#include <gmock/gmock.h>

namespace {

using namespace book;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Page, HasStepsWithCaptionAndBlock) {
    const Page page =
        try_page("# T\n\n**Add** to `a/b.cpp`, after `A::f`\n\n```cpp\nint x;\n```\n");
    EXPECT_EQ(problems_of(page.problems), "");
    ASSERT_EQ(page.steps.size(), 1u);
    const Step& step = page.steps[0];
    EXPECT_EQ(step.line, 3u);
    EXPECT_EQ(step.caption.verb, Verb::add);
    EXPECT_EQ(step.caption.path, "a/b.cpp");
    EXPECT_EQ(step.caption.where.kind, Where::Kind::after);
    EXPECT_EQ(step.caption.where.name, "A::f");
    EXPECT_EQ(step.fence->line, 6u);
    EXPECT_THAT(step.fence->lines, ElementsAre("int x;"));
}

TEST(Page, KnowsEveryCaption) {
    const Page page = try_page(
        block("**New file** `a.hpp`", "cpp", "") +
        block("**Add** to `a.hpp`, at the end", "cpp", "") +
        block("**Add** to `a.hpp`, at the beginning of `A`", "cpp", "") +
        block("**Add** to `a.hpp`, before the declaration of `A::f`", "cpp", "") +
        block("**Add** to `a.hpp`", "cpp", "") + block("**Change** `A::f` in `a.hpp`", "diff", "") +
        block("**Rewrite** `A::f` in `a.hpp`", "cpp", "") + "**Remove** `f` from `a.hpp`\n\n" +
        "**Delete** `a.hpp`\n\n" + block("**Look**, nothing to type", "python", "") +
        block("**Checkpoint 2.** Six lines:", "console", "") +
        "**Checkpoint 3.** `make test`: green.\n");
    EXPECT_EQ(problems_of(page.problems), "");
    EXPECT_EQ(page.steps.size(), 12u);
    EXPECT_EQ(page.steps[2].caption.where.kind, Where::Kind::at_beginning);
    EXPECT_EQ(page.steps[2].caption.where.name, "A");
    EXPECT_TRUE(page.steps[3].caption.where.declaration);
    EXPECT_EQ(page.steps[7].caption.name, "f");
    EXPECT_EQ(page.steps[7].caption.path, "a.hpp");
}

TEST(Page, ABlockNeedsACaption) {
    EXPECT_THAT(problems_of(try_page("Some prose.\n\n```cpp\nint x;\n```\n").problems),
                HasSubstr("page.md:3: a block of code without a caption"));
}

TEST(Page, ACaptionThatNobodyKnowsIsReported) {
    EXPECT_THAT(problems_of(try_page(block("**Insert** into `a.cpp`", "cpp", "int x;\n")).problems),
                HasSubstr("page.md:3: no caption begins with **Insert**"));
}

TEST(Page, ACaptionOutOfFormIsReportedWithItsForm) {
    EXPECT_THAT(problems_of(try_page(block("**Change** `f` of `a.cpp`", "diff", "+x\n")).problems),
                HasSubstr("expected: **Change** `f` in `path`"));
}

TEST(Page, ACaptionNeedsItsBlock) {
    EXPECT_THAT(problems_of(try_page("**New file** `a.cpp`\n\nProse.\n").problems),
                HasSubstr("page.md:1: no block of code below this caption"));
}

TEST(Page, ABlockHasTheLanguageOfItsCaption) {
    EXPECT_THAT(problems_of(try_page(block("**Change** `f` in `a.cpp`", "cpp", "+x\n")).problems),
                HasSubstr("page.md:3: below this caption the block is ```diff, not ```cpp"));
}

TEST(Page, ABlockIsClosed) {
    EXPECT_THAT(problems_of(try_page("**New file** `a.cpp`\n\n```cpp\nint x;\n").problems),
                HasSubstr("page.md:3: this block of code is not closed"));
}

TEST(Page, SectionsHaveAnchors) {
    const Page page = try_page("# Title\n\n<a id=\"one\"></a>\n## One\n\n## Two\n");
    EXPECT_EQ(page.sections[1].anchor, "one");
    EXPECT_THAT(problems_of(page.problems), HasSubstr("page.md:6: no anchor above this heading"));
}

TEST(Page, HeadingsWithinBlocksAreCode) {
    const Page page = try_page(block("**Look**, nothing to type", "sh", "## no heading\n"));
    EXPECT_EQ(problems_of(page.problems), "");
    EXPECT_TRUE(page.sections.empty());
}

TEST(Page, BugsNameTheirTests) {
    const Page page = try_page(
        "**Bug: the turn that never ends.** It waits in `greet.cpp`. The test\n"
        "`Turn.Ends` is red.\n");
    EXPECT_EQ(page.bugs.at(0).name, "the turn that never ends");
    EXPECT_THAT(page.bugs[0].tests, ElementsAre("Turn.Ends"));
}

TEST(Page, AnAnchorMayStandAboveAParagraph) {
    EXPECT_EQ(try_page("<a id=\"bug-a\"></a>\n**Bug: a.** `A.B`\n").bugs.size(), 1u);
}

TEST(Page, ExercisesLinkToTheirFolders) {
    const Page page =
        try_page("**Exercise 1.2** (core) [Every second](exercises/02-every-second/README.md).\n");
    EXPECT_EQ(problems_of(page.problems), "");
    EXPECT_EQ(page.exercises.at(0).number, "1.2");
    EXPECT_EQ(page.exercises[0].link, "exercises/02-every-second/README.md");
    EXPECT_FALSE(try_page("**Exercise 1.2** Do it.\n").problems.empty());
}

TEST(Page, BoldProseIsProse) {
    const Page page =
        try_page("Prose.\n**Remove** nothing here: it is in mid-paragraph.\n\n**Never** early.\n");
    EXPECT_EQ(problems_of(page.problems), "");
    EXPECT_TRUE(page.steps.empty());
}

}  // namespace
