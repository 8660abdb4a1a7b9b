#include "tests/book/growth.hpp"
#include "tests/book/plan_check.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <initializer_list>

namespace {

using namespace book;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

std::string all_of(const Problems& problems) {
    std::string all;
    for (const Problem& problem : problems) all += std::string(problem.what()) + "\n";
    return all;
}

/// A plan with these rows; a number among them begins a chapter.
Plan plan_with(std::initializer_list<std::string> rows) {
    std::string text = "# The plan\n";
    for (const std::string& row : rows)
        text += row.find('|') == row.npos
                    ? "## Chapter " + row + ": Name\n| file | what |\n|---|---|\n"
                    : row + "\n";
    return read_plan("plan.md", text);
}

using Files = std::initializer_list<std::pair<std::string, std::string>>;

std::vector<SourceFile> tree(Files files) {
    std::vector<SourceFile> sources;
    for (const auto& [path, text] : files) sources.emplace_back(path, text);
    return sources;
}

std::string problems_with(const Plan& plan, Files files) {
    const std::vector<SourceFile> sources = tree(files);
    return all_of(plan.problems) + all_of(owners(plan, sources).problems);
}

const std::string loop =
    "class Loop {\npublic:\n    void run();\n    void post(int a);\n    void post(char b);\n};\n";

// --- The page -----------------------------------------------------------------------------------

TEST(PlanPage, SaysWhatIsWrongWithARow) {
    EXPECT_THAT(all_of(plan_with({"1", "| `a.hpp` | grows `f` |"}).problems),
                AllOf(HasSubstr("plan.md:5: "), HasSubstr("'grows `f`' begins with none of")));
    EXPECT_THAT(all_of(plan_with({"1", "| a.hpp | new |"}).problems), HasSubstr("in backquotes"));
    EXPECT_THAT(all_of(plan_with({"1", "| `a.hpp` | adds |"}).problems),
                HasSubstr("names nothing"));
    EXPECT_THAT(all_of(plan_with({"1", "| `a.hpp` |"}).problems), HasSubstr("two cells"));
    EXPECT_THAT(all_of(read_plan("plan.md", "## Chapter 1: A\n**Lines.** many\n").problems),
                HasSubstr("plan.md:2: this is read as"));
}

TEST(PlanPage, WhatStandsInParenthesesIsForPeople) {
    const Plan plan = plan_with(
        {"2", "| `a.*` | adds `f`, `g(int…)` (not `h`; that comes later); changes `i` |"});
    EXPECT_THAT(all_of(plan.problems), IsEmpty());
    ASSERT_EQ(plan.entries.size(), 3u);
    EXPECT_EQ(plan.entries[1].name, "g(int…)");
    EXPECT_EQ(plan.entries[2].verb, PlanVerb::changes);
}

TEST(PlanPage, OtherTablesAreNotRead) {
    EXPECT_THAT(read_plan("plan.md",
                          "| file | what |\n| `x` | new |\n## Chapter 1: A\n| at first | then |\n"
                          "| `y` | z |\n## After\n| file | what |\n| `z` | new |\n")
                    .entries,
                IsEmpty());
}

TEST(PlanPage, NamesFitByNameByParametersOrByTheirBeginning) {
    EXPECT_TRUE(plan_name_fits("A::f", "A::f", "A::f( int a )"));
    EXPECT_TRUE(plan_name_fits("A::f(int a)", "A::f", "A::f( int a )"));
    EXPECT_TRUE(plan_name_fits("A::f(int…)", "A::f", "A::f( int a )"));
    EXPECT_FALSE(plan_name_fits("A::f(char…)", "A::f", "A::f( int a )"));
    EXPECT_FALSE(plan_name_fits("A", "A::f", "A::f( int a )"));
}

// --- One chapter each ---------------------------------------------------------------------------

TEST(PlanOwners, AFileMayBeGivenAsAWholeOrGrow) {
    const Plan plan =
        plan_with({"1", "| `loop.hpp` | new |", "4", "| `loop.hpp` | adds `Loop::post(char…)` |"});
    const auto sources = tree({{"loop.hpp", loop}});
    const Ownership all = owners(plan, sources);
    EXPECT_THAT(all_of(all.problems), IsEmpty());
    EXPECT_EQ(all.files[0].entities[2].chapter, 1) << "Loop::post(int)";
    EXPECT_EQ(all.files[0].entities[3].chapter, 4) << "Loop::post(char)";
    EXPECT_EQ(all.files[0].lines[4].chapter, 4);
}

TEST(PlanOwners, AFileThatNobodyHas) {
    EXPECT_THAT(
        problems_with(plan_with({"1", "| `a.hpp` | new |"}),
                      {{"a.hpp", "int a;"}, {"b.hpp", "int b;"}}),
        AllOf(HasSubstr("src/rondo/b.hpp:1: no chapter"), testing::Not(HasSubstr("a.hpp"))));
}

TEST(PlanOwners, AFunctionThatNobodyHas) {
    EXPECT_THAT(
        problems_with(
            plan_with({"1", "| `loop.hpp` | new: `Loop`, `Loop::run`, `Loop::post(int…)` |"}),
            {{"loop.hpp", loop}}),
        AllOf(HasSubstr("plan.md:5: nobody builds `Loop::post(char b)`"),
              HasSubstr("src/rondo/loop.hpp:5"),
              HasSubstr("name it in a row of the chapter that adds it")));
}

TEST(PlanOwners, AFileTwice) {
    EXPECT_THAT(problems_with(plan_with({"1", "| `a.hpp` | new |", "2", "| `a.*` | new |"}),
                              {{"a.hpp", "int a;"}}),
                HasSubstr("plan.md:9: `a.hpp` is new here and at line 5"));
}

TEST(PlanOwners, AFunctionTwice) {
    EXPECT_THAT(
        problems_with(
            plan_with({"1", "| `loop.hpp` | new |", "2", "| `loop.hpp` | adds `Loop::run` |", "3",
                       "| `loop.hpp` | adds `Loop::run` |"}),
            {{"loop.hpp", loop}}),
        AllOf(HasSubstr("plan.md:13: `Loop::run()`"),
              HasSubstr("chapter 3 here, and at line 9 to chapter 2"), HasSubstr("say `changes`")));
}

TEST(PlanOwners, AStaleName) {
    const Files files = {{"loop.hpp", loop}, {"task.hpp", "class Task { void start(); };"}};
    const auto with = [&](const std::string& row) {
        return problems_with(
            plan_with({"1", "| `loop.hpp` | new |", "| `task.hpp` | new |", "2", row}), files);
    };
    EXPECT_THAT(with("| `loop.hpp` | adds `Loop::start` |"),
                AllOf(HasSubstr("plan.md:10: `Loop::start` is not in `loop.hpp`"),
                      HasSubstr("there is `Task::start` of task.hpp")));
    EXPECT_THAT(with("| `loop.hpp` | changes `Loop::walk` |"), HasSubstr("`Loop::walk` is not in"));
    EXPECT_THAT(with("| `pool.*` | new |"), HasSubstr("`pool.*` is not in src/rondo"));
    EXPECT_THAT(with("| `task.*` | to be built |"),
                HasSubstr("`task.*` is in src/rondo: say `new`"));
    EXPECT_THAT(with("| `net.*` | to be built |"), IsEmpty());
}

TEST(PlanOwners, OneAfterTheOther) {
    const Files files = {{"loop.hpp", loop}};
    EXPECT_THAT(problems_with(plan_with({"1", "| `loop.hpp` | changes `Loop::run` |", "2",
                                         "| `loop.hpp` | new |"}),
                              files),
                HasSubstr("is changed in chapter 1, but appears only in chapter 2"));
    EXPECT_THAT(problems_with(plan_with({"1", "| `loop.hpp` | adds `Loop::run` |", "2",
                                         "| `loop.hpp` | new |"}),
                              files),
                HasSubstr("comes before its file"));
    EXPECT_THAT(problems_with(plan_with({"2", "| `loop.hpp` | new; adds `Loop::run` |"}), files),
                HasSubstr("need not be named"));
}

TEST(PlanOwners, AMemberIsDeclaredWhereItIsDefined) {
    const Files files = {{"loop.hpp", loop}, {"run.cpp", "void Loop::run() {}\n"}};
    EXPECT_THAT(
        problems_with(plan_with({"1", "| `loop.hpp` | new |", "2", "| `run.cpp` | new |"}), files),
        AllOf(HasSubstr("plan.md:9: `Loop::run` is defined in chapter 2"),
              HasSubstr("declared in chapter 1")));
    EXPECT_THAT(problems_with(plan_with({"1", "| `loop.hpp` | new |", "2", "| `run.cpp` | new |",
                                         "| `loop.hpp` | adds `Loop::run` |"}),
                              files),
                IsEmpty());
}

// --- Growth -------------------------------------------------------------------------------------

TEST(PlanGrowth, NothingUsesWhatALaterChapterBuilds) {
    const auto sources = tree(
        {{"loop.cpp", "void run() { ask_kernel(); }\n"}, {"kernel.cpp", "void ask_kernel() {}\n"}});
    const auto problems_with_row = [&](const std::string& row) {
        const Plan plan =
            plan_with({"1", "| `loop.cpp` | new |", "3", "| `kernel.cpp` | new |", row});
        const Ownership all = owners(plan, sources);
        return all_of(all.problems) + all_of(check_growth(plan, all));
    };
    EXPECT_THAT(problems_with_row("| `net.cpp` | to be built |"),
                AllOf(HasSubstr("src/rondo/loop.cpp:1: `run`, of chapter 1, uses `ask_kernel`"),
                      HasSubstr("plan.md gives to chapter 3: say there that it `changes`")));
    EXPECT_THAT(problems_with_row("| `loop.cpp` | changes `run` |"), IsEmpty());
}

TEST(PlanGrowth, ANameOfOneSmallWordTellsNothing) {
    const Plan plan = plan_with({"1", "| `a.cpp` | new |", "3", "| `b.cpp` | new |"});
    const auto sources = tree({{"a.cpp", "int f(Value first) { return first; }\n"},
                               {"b.cpp", "int first;\nstruct Box { using Value = int; };\n"}});
    EXPECT_THAT(all_of(check_growth(plan, owners(plan, sources))), IsEmpty());
}

// --- Lines --------------------------------------------------------------------------------------

TEST(PlanSizes, CountCodeAndGiveIncludesAndForwardDeclarationsToTheLaterFile) {
    const Plan plan = plan_with({"1", "| `a.hpp` | new |", "3", "| `b.hpp` | new; taken: `c` |"});
    const auto sources =
        tree({{"a.hpp",
               "#pragma once\n\n#include <rondo/b.hpp>\n/// Of b.\nclass B;\nint a;  // an int\n"},
              {"b.hpp", "class B {\n};\n// Of c.\nint c;\n"}});
    auto sizes = sizes_of(owners(plan, sources));
    EXPECT_EQ(sizes[1].new_lines, 2u) << "#pragma once, int a";
    EXPECT_EQ(sizes[3].new_lines, 4u) << "B, its announcement, the include";
    EXPECT_EQ(sizes[3].taken_lines, 2u);
}

TEST(PlanSizes, AreRightWithinATenth) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "int a" + std::to_string(i) + ";\n";
    const auto sources = tree({{"a.hpp", text}});
    const auto problems = [&](const std::string& count) {
        const Plan plan =
            read_plan("plan.md", "## Chapter 1: A\n" + count +
                                     "\n\n| file | what |\n|---|---|\n| `a.hpp` | new |\n");
        return all_of(check_sizes(plan, owners(plan, sources)));
    };
    EXPECT_THAT(problems("**Lines.** 91 new. About 100 to type."), IsEmpty());
    EXPECT_THAT(problems("**Lines.** 110 new."), IsEmpty());
    EXPECT_THAT(
        problems("**Lines.** 89 new."),
        HasSubstr("plan.md:2: chapter 1 builds another number of lines: `**Lines.** 100 new.`"));
    EXPECT_THAT(problems("**Lines.** 100 new; 12 taken."), HasSubstr("`**Lines.** 100 new.`"));
    EXPECT_THAT(problems(""), HasSubstr("plan.md:1: "));
}

// --- Comments and folders -----------------------------------------------------------------------

std::string comments_with(const Plan& plan, const std::string& text) {
    const auto sources = tree({{"a.hpp", text}});
    return all_of(check_comments(plan, owners(plan, sources)));
}

TEST(PlanComments, SayWhatThePlanSays) {
    const Plan plan = plan_with({"2", "| `a.hpp` | new |", "5", "| `a.hpp` | changes `f` |"});
    EXPECT_THAT(
        comments_with(plan, "/// An f.\n/// Built in chapter 2; more in chapter 5.\nint f();\n"),
        IsEmpty());
    EXPECT_THAT(
        comments_with(plan, "/// An f. Built in chapter 3.\nint f();\n"),
        AllOf(HasSubstr("src/rondo/a.hpp:1: the comment of `f` says chapter 3, but plan.md:5"),
              HasSubstr("correct whichever is wrong")));
    EXPECT_THAT(comments_with(plan, "/// An A.\nclass A {\n};\nint f();\n"),
                HasSubstr("the comment of `A` does not say `Built in chapter 2`"));
    EXPECT_THAT(comments_with(plan, "/// Built in chapter 2 (this), chapter 4 (that).\nint f();\n"),
                HasSubstr("names chapter 4, in which plan.md neither adds to it nor changes it"));
}

TEST(PlanFolders, HaveWhatThePlanGivesThem) {
    const Plan plan =
        plan_with({"1", "| `loop.hpp` | new |", "2", "| `loop.hpp` | adds `Loop::post` |"});
    const auto sources = tree({{"loop.hpp", loop}});
    const Ownership all = owners(plan, sources);
    const auto one = tree({{"loop.hpp", "class Loop { void run(); int scaffold_; };"}});
    const auto two = tree({{"loop.hpp", loop}});
    EXPECT_THAT(all_of(check_folder(plan, all, 1, "chapters/01-a", one, {})), IsEmpty());
    EXPECT_THAT(all_of(check_folder(plan, all, 2, "chapters/02-b", two, one)), IsEmpty());
    EXPECT_THAT(all_of(check_folder(plan, all, 1, "chapters/01-a", two, {})),
                HasSubstr("plan.md:9: `Loop::post` of loop appears in chapters/01-a/rondo, but "
                          "is given to chapter 2"));
    EXPECT_THAT(all_of(check_folder(plan, all, 2, "chapters/02-b", one, one)),
                HasSubstr("`Loop::post` of loop is not in chapters/02-b/rondo"));
}

// --- The real one -------------------------------------------------------------------------------

TEST(PlanOfTheBook, AgreesWithTheLoopAndWithTheChapters) {
    const char* root = std::getenv("RONDO_SOURCE_DIR");
    for (const Problem& problem : check_plan(root == nullptr ? "." : root))
        ADD_FAILURE() << problem.what();
}

}  // namespace
