#include "tests/book/carry.hpp"

#include "tests/book/command.hpp"

#include <gmock/gmock.h>

namespace {

using namespace book;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Two chapters and a finished loop, committed.
struct Carry : testing::Test {
    Carry() {
        fs::remove_all(root);
        put("chapters/01-one/rondo/a.cpp", "one\ntwo\nthree\nfour\nfive\n");
        put("chapters/02-two/rondo/a.cpp", "one\ntwo\nthree\nfour\nFIVE\n");
        put("src/rondo/a.cpp", "one\ntwo\nthree\nfour\nFIVE\nsix\n");
        put("chapters/01-one/rondo/b.cpp", "b\n");
        put("chapters/02-two/rondo/b.cpp", "b\n");
        run("git init -q && git add chapters src && "
            "git -c user.name=a -c user.email=a@b -c commit.gpgsign=false commit -qm one");
    }
    ~Carry() override { fs::remove_all(root); }

    void put(const std::string& path, const std::string& text) { write_file(root / path, text); }
    std::string get(const std::string& path) const { return read_file(root / path); }
    void run(const std::string& command) {
        const Outcome outcome = run_command(root, command, std::chrono::seconds(20));
        EXPECT_TRUE(outcome.succeeded()) << outcome.output;
    }

    const fs::path root = fs::temp_directory_path() / "rondo-book-carry";
};

TEST_F(Carry, DoesNothingWhereNothingWasChanged) {
    const Carried carried = carry_forward(root);
    EXPECT_THAT(carried.changed, IsEmpty());
    EXPECT_THAT(carried.conflicts, IsEmpty());
}

TEST_F(Carry, MergesAChangeIntoAllThatFollows) {
    put("chapters/01-one/rondo/a.cpp", "ONE\ntwo\nthree\nfour\nfive\n");
    const Carried carried = carry_forward(root);
    EXPECT_THAT(carried.changed, ElementsAre("chapters/02-two/rondo/a.cpp", "src/rondo/a.cpp"));
    EXPECT_THAT(carried.conflicts, IsEmpty());
    EXPECT_EQ(get("chapters/02-two/rondo/a.cpp"), "ONE\ntwo\nthree\nfour\nFIVE\n");
    EXPECT_EQ(get("src/rondo/a.cpp"), "ONE\ntwo\nthree\nfour\nFIVE\nsix\n");
    EXPECT_THAT(carry_forward(root).changed, IsEmpty()) << "the second time there is nothing to do";
}

TEST_F(Carry, ShowsAConflictAndLeavesItMarked) {
    put("chapters/01-one/rondo/a.cpp", "one\ntwo\nthree\nfour\n5\n");
    const Carried carried = carry_forward(root);
    EXPECT_THAT(carried.conflicts,
                ElementsAre(HasSubstr("chapters/02-two/rondo/a.cpp: the change in "
                                      "chapters/01-one/rondo/a.cpp")))
        << "and what has marks goes no further";
    EXPECT_THAT(get("chapters/02-two/rondo/a.cpp"),
                HasSubstr("<<<<<<< chapters/02-two/rondo/a.cpp\nFIVE\n"));
    EXPECT_THAT(carry_forward(root).conflicts,
                testing::Contains(HasSubstr("still holds the marks")));
}

TEST_F(Carry, CopiesWhatIsNew) {
    put("chapters/01-one/rondo/c.cpp", "c\n");
    EXPECT_THAT(carry_forward(root).changed, ElementsAre("chapters/02-two/rondo/c.cpp"));
    EXPECT_FALSE(fs::exists(root / "src/rondo/c.cpp")) << "the loop takes no file that it has not";
}

TEST_F(Carry, DeletesWhatWasDeleted) {
    fs::remove(root / "chapters/01-one/rondo/b.cpp");
    EXPECT_THAT(carry_forward(root).changed, ElementsAre("chapters/02-two/rondo/b.cpp"));
    EXPECT_FALSE(fs::exists(root / "chapters/02-two/rondo/b.cpp"));
}

TEST_F(Carry, DoesNotDeleteWhatWasChangedThere) {
    fs::remove(root / "chapters/01-one/rondo/a.cpp");
    EXPECT_THAT(carry_forward(root).conflicts,
                ElementsAre(HasSubstr("is deleted in chapters/01-one/rondo/a.cpp")));
    EXPECT_TRUE(fs::exists(root / "chapters/02-two/rondo/a.cpp"));
}

TEST_F(Carry, LeavesPagesTestsAndExercisesAlone) {
    put("chapters/01-one/README.md", "# One\n");
    put("chapters/01-one/tests/1_a_test.cpp", "");
    put("chapters/01-one/exercises/1.1-a/starter/a.cpp", "");
    EXPECT_THAT(carry_forward(root).changed, IsEmpty());
}

}  // namespace
