/// @file
/// The checks, each on a book that is in order and on one that is broken on purpose.
#include "tests/book/bugs.hpp"
#include "tests/book/checkpoint.hpp"
#include "tests/book/drift.hpp"
#include "tests/book/exercises.hpp"
#include "tests/book/report.hpp"
#include "tests/book/sections.hpp"
#include "tests/book/take.hpp"
#include "tests/book/try_book.hpp"

#include <gmock/gmock.h>

namespace {

using namespace book;
using testing::HasSubstr;

struct TypeAlongCheck : TryBook {
    std::string found() const { return problems_of(check_type_along(chapters(), 0)); }
};

TEST_F(TypeAlongCheck, FindsNothingInABookInOrder) { EXPECT_EQ(found(), ""); }

TEST_F(TypeAlongCheck, FindsAMissingBlock) {
    change_page(block("**New file** `greet.cpp`", "cpp", "int main() {}\n"), "");
    EXPECT_THAT(
        found(),
        HasSubstr("chapters/01-one/README.md:1: no block of the page gives the file `greet.cpp`"));
}

TEST_F(TypeAlongCheck, FindsAStaleLine) {
    change_page("return 1;", "return 0;");
    EXPECT_THAT(found(), HasSubstr("chapters/01-one/README.md:10: rondo/loop.cpp as typed reads"));
}

TEST_F(TypeAlongCheck, FindsALineChangedInTheFolder) {
    put("chapters/01-one/rondo/loop.cpp", "int turn() {\n    return 3;\n}\n");
    EXPECT_THAT(found(),
                HasSubstr("where chapters/01-one/rondo/loop.cpp:2 reads:\n        return 3;"));
}

TEST_F(TypeAlongCheck, FindsABlockOutOfPlace) {
    change_page("**New file** `rondo/loop.cpp`", "**Add** to `rondo/loop.cpp`, at the end");
    EXPECT_THAT(
        found(),
        HasSubstr("chapters/01-one/README.md:6: **Add** to `rondo/loop.cpp`, at the end: there is "
                  "no file `rondo/loop.cpp` so far"));
}

TEST_F(TypeAlongCheck, BeginsWhereTheChapterBeforeEnded) {
    put("chapters/02-two/rondo/loop.cpp", "int turn() {\n    return 2;\n}\n");
    put("chapters/02-two/greet.cpp", "int main() {}\n");
    put("chapters/02-two/given.hpp", "int given;\n");
    put("chapters/01-one/taste.cpp", "int not_carried_on;\n");
    put("chapters/02-two/README.md",
        block("**Change** `turn` in `rondo/loop.cpp`", "diff", "-return 1;\n+return 2;\n"));
    EXPECT_EQ(problems_of(check_type_along(chapters(), 1)), "");
}

struct CheckpointCheck : TryBook {
    std::string found(bool free = true) const {
        return problems_of(check_checkpoints(chapters(), 0, [free] { return free; }));
    }
};

TEST_F(CheckpointCheck, FindsNothingInABookInOrder) { EXPECT_EQ(found(), ""); }

TEST_F(CheckpointCheck, FindsAWrongLineOfOutput) {
    change_page("Hello, Bob!\n$", "Hello, Rob!\n$");
    EXPECT_THAT(
        found(),
        HasSubstr(
            "chapters/01-one/README.md:23: `make greet`: line 2 is shown as\n    Hello, Rob!\n"
            "  and printed was\n    Hello, Bob!"));
}

TEST_F(CheckpointCheck, FindsAFigureThatIsFarOff) {
    change_page("wall ~1.0 s", "wall ~0.5 s");
    EXPECT_THAT(
        found(),
        HasSubstr("line 1 is shown as\n    wall ~0.5 s\n  and printed was\n    wall 1.1 s"));
}

TEST_F(CheckpointCheck, ComparesNoFiguresOnABusyMachine) {
    change_page("wall ~1.0 s", "wall ~0.5 s");
    EXPECT_EQ(found(false), "");
}

TEST_F(CheckpointCheck, FindsACommandThatFails) {
    change_page("**Bug: turn twice.**",
                "**Checkpoint 2.** `make nothing` works.\n\n**Bug: turn twice.**");
    EXPECT_THAT(found(), HasSubstr("`make nothing`: it fails, and prints:\n"));
}

TEST_F(CheckpointCheck, WantsACommand) {
    change_page("**Bug: turn twice.**", "**Checkpoint 2.** All is well.\n\n**Bug: turn twice.**");
    EXPECT_THAT(found(), HasSubstr("this checkpoint has no command to run"));
}

TEST_F(CheckpointCheck, WantsACheckpoint) {
    change_page("**Checkpoint 1.** It greets:", "**Look**, it greets:");
    EXPECT_THAT(found(), HasSubstr("the page has no checkpoint"));
}

TEST(CompareOutput, EllipsisStandsForAnyLines) {
    EXPECT_EQ(compare_output({"a", "…", "z"}, "a\nb\nc\nz\n"), "");
    EXPECT_EQ(compare_output({"a", "…"}, "a\n"), "");
    EXPECT_EQ(compare_output({"…", "b", "…", "b"}, "a\nb\nc\nb\n"), "");
    EXPECT_NE(compare_output({"a", "…", "y"}, "a\nb\nz\n"), "");
}

TEST(CompareOutput, FiguresMayDifferByAQuarter) {
    EXPECT_EQ(compare_output({"wall ~1.0 s (x), cpu ~100 s"}, "wall 0.8 s (x), cpu 125 s\n"), "");
    EXPECT_NE(compare_output({"wall ~1.0 s"}, "wall 1.3 s\n"), "");
    EXPECT_NE(compare_output({"wall ~1.0 s"}, "wall 1.0 ms\n"), "");
    EXPECT_NE(compare_output({"wall 1.0 s"}, "wall 1.1 s\n"), "");
}

TEST(CompareOutput, NothingMoreAndNothingLess) {
    EXPECT_NE(compare_output({"a"}, "a\nb\n"), "");
    EXPECT_NE(compare_output({"a", "b"}, "a\n"), "");
    EXPECT_NE(compare_output({}, "a\n"), "");
    EXPECT_EQ(compare_output({"red"}, "red\nmake: *** [Makefile:55: test] Error 1\n"), "");
    EXPECT_EQ(compare_output({"a"}, "  compile  greet.cpp\n  link     build/greet\na\n"), "");
    EXPECT_NE(compare_output({"a"}, "compile  greet.cpp\na\n"), "");
}

TEST(RunCommand, EndsWhatDoesNotEnd) {
    const fs::path folder = fs::temp_directory_path() / "rondo-book-run";
    const Outcome outcome = run_command(folder, "echo begun; sleep 100", std::chrono::seconds(1));
    EXPECT_TRUE(outcome.timed_out());
    EXPECT_EQ(outcome.output, "begun\n");
    fs::remove_all(folder);
}

struct BugCheck : TryBook {
    std::string found() const { return problems_of(check_bugs(chapters(), 0)); }
};

TEST_F(BugCheck, FindsNothingInABookInOrder) { EXPECT_EQ(found(), ""); }

TEST_F(BugCheck, FindsABugThatIsNotCaught) {
    put("chapters/01-one/bugs/turn-twice.patch",
        "Test: Turn.Ends\n--- a/greet.cpp\n+++ b/greet.cpp\n@@ -1 +1 @@\n-int main() {}\n+int "
        "main() { }\n");
    EXPECT_THAT(found(),
                HasSubstr("`Turn.Ends` is green with bugs/turn-twice.patch, and should be red"));
}

TEST_F(BugCheck, FindsAPatchThatDoesNotFit) {
    put("chapters/01-one/bugs/turn-twice.patch",
        "Test: Turn.Ends\n--- a/greet.cpp\n+++ b/greet.cpp\n@@ -1 +1 @@\n-int mine() {}\n+int "
        "main() { }\n");
    EXPECT_THAT(found(), HasSubstr("bugs/turn-twice.patch does not fit any more"));
}

TEST_F(BugCheck, FindsATestThatIsNotThere) {
    change_page("`Turn.Ends`", "`Turn.Begins`");
    EXPECT_THAT(
        found(),
        HasSubstr("nothing in this section cures the bug, and no patch in bugs/ begins with 'Test: "
                  "Turn.Begins'"));
    EXPECT_THAT(
        found(),
        HasSubstr("no **Bug: ...** paragraph of the page names the test of bugs/turn-twice.patch"));
}

TEST_F(BugCheck, WantsATest) {
    change_page("The test `Turn.Ends` is red.", "Beware.");
    EXPECT_THAT(found(), HasSubstr("this bug names no test"));
}

TEST_F(BugCheck, ACureTurnsTheTestFromRedToGreen) {
    fs::remove(root() / "chapters/01-one/bugs/turn-twice.patch");
    const std::string cure =
        block("**Change** `turn` in `rondo/loop.cpp`", "diff", "-return 0;\n+return 1;\n");
    std::string sick = page;
    sick.replace(sick.find("return 1"), 8, "return 0");
    sick.replace(sick.find("<a id=\"exercises"), 0, cure);
    put_page(sick);
    EXPECT_EQ(found(), "");
    put_page(sick.replace(sick.find("+return 1"), 9, "+return 7"));
    EXPECT_THAT(found(), HasSubstr("`Turn.Ends` is red with what is typed down to line"));
}

TEST_F(BugCheck, ABugIsThereBeforeItsCure) {
    fs::remove(root() / "chapters/01-one/bugs/turn-twice.patch");
    change_page(
        "<a id=\"exercises",
        block("**Add** to `greet.cpp`, at the end", "cpp", "int x;\n") + "<a id=\"exercises");
    EXPECT_THAT(found(),
                HasSubstr("`Turn.Ends` is green where this paragraph stands, and should be red"));
}

struct ExerciseCheck : TryBook {
    std::string found() const { return problems_of(check_exercises(chapters(), 0)); }
};

TEST_F(ExerciseCheck, FindsNothingInABookInOrder) { EXPECT_EQ(found(), ""); }

TEST_F(ExerciseCheck, FindsAStarterThatPasses) {
    put("chapters/01-one/exercises/1.1-more/starter/answer", "42\n");
    EXPECT_THAT(found(), HasSubstr("the starter passes; `Turn.Ends` should be red"));
}

TEST_F(ExerciseCheck, FindsAStarterThatIsRedForAnotherReason) {
    put("chapters/01-one/exercises/1.1-more/README.md",
        "# More\n\nThe test `Turn.Begins` is red.\n");
    EXPECT_THAT(found(), HasSubstr("the starter is red, but not because of `Turn.Begins`"));
}

TEST_F(ExerciseCheck, FindsASolutionThatFails) {
    put("chapters/01-one/exercises/1.1-more/solution/answer", "41\n");
    EXPECT_THAT(found(),
                HasSubstr("the solution fails. `make exercise-1.1 WHICH=solution` prints:\n"));
}

TEST_F(ExerciseCheck, FindsAnExerciseThatThePageDoesNotTellOf) {
    change_page("**Exercise 1.1** (core) [More](exercises/1.1-more/README.md).\n", "");
    EXPECT_THAT(found(), HasSubstr("no **Exercise ...** paragraph links to exercises/1.1-more"));
}

TEST_F(ExerciseCheck, FindsAWrongNumber) {
    change_page("**Exercise 1.1**", "**Exercise 2.1**");
    EXPECT_THAT(found(), HasSubstr("exercise 2.1 should be number 1.1"));
}

struct SectionCheck : TryBook {
    std::string found() const { return problems_of(check_sections(chapters()[0])); }
};

TEST_F(SectionCheck, FindsNothingInABookInOrder) { EXPECT_EQ(found(), ""); }

TEST_F(SectionCheck, FindsATestOfNoSection) {
    put("chapters/01-one/tests/2_a_timer_test.cpp", "");
    EXPECT_THAT(
        found(),
        HasSubstr("tests/2_a_timer_test.cpp belongs to no section: none has the anchor a-timer"));
}

TEST_F(SectionCheck, FindsTestsOutOfOrder) {
    put("chapters/01-one/tests/0_exercises_test.cpp", "");
    EXPECT_THAT(found(), HasSubstr("tests/1_a_turn_test.cpp is out of order"));
}

struct DriftCheck : TryBook {
    DriftCheck() {
        for (const std::string& file : files_below(root() / "chapters/01-one"))
            put("chapters/02-two/" + file, read_file(root() / "chapters/01-one" / file));
        put("chapters/02-two/README.md", "# Chapter 2: Two\n");
    }
    std::string found() const { return problems_of(check_drift(chapters(), 1)); }
};

TEST_F(DriftCheck, FindsNothingInABookInOrder) { EXPECT_EQ(found(), ""); }

TEST_F(DriftCheck, FindsWhatThePageDoesNotTouch) {
    put("chapters/02-two/rondo/loop.cpp", "/// Goes round.\nint turn() {\n    return 1;\n}\n");
    EXPECT_THAT(found(),
                HasSubstr("chapters/02-two/rondo/loop.cpp:1: this is not as in chapters/01-one"));
    put("chapters/02-two/README.md", block("**Change** `turn` in `rondo/loop.cpp`", "diff", ""));
    EXPECT_EQ(found(), "");
}

TEST_F(DriftCheck, HoldsTheMakefilesAlike) {
    put("chapters/02-two/Makefile", "# Another.\n");
    EXPECT_THAT(found(), HasSubstr("chapters/02-two/Makefile:1"));
}

struct Taking : TryBook {};

TEST_F(Taking, PlaysAPageIntoAFolder) {
    fs::create_directories(root() / "mine");
    take_page(page_of(chapters()[0]), root() / "mine");
    EXPECT_EQ(read_file(root() / "mine/greet.cpp"), "int main() {}\n");
}

TEST_F(Taking, ChangesNothingWhereABlockDoesNotFit) {
    put("mine/greet.cpp", "int mine;\n");
    EXPECT_THAT([&] { take_page(page_of(chapters()[0]), root() / "mine"); },
                testing::ThrowsMessage<std::runtime_error>(HasSubstr("nothing was changed")));
    EXPECT_FALSE(fs::exists(root() / "mine/rondo"));
    EXPECT_EQ(read_file(root() / "mine/greet.cpp"), "int mine;\n");
}

}  // namespace
