/// @file
/// The checks of the book itself: each runs on each chapter.
#include "tests/book/bugs.hpp"
#include "tests/book/checkpoint.hpp"
#include "tests/book/drift.hpp"
#include "tests/book/exercises.hpp"
#include "tests/book/links.hpp"
#include "tests/book/report.hpp"
#include "tests/book/sections.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

using namespace book;

const std::vector<Chapter>& all_chapters() {
    static const char* root = std::getenv("RONDO_SOURCE_DIR");
    static const std::vector<Chapter> chapters = chapters_of(root == nullptr ? "." : root);
    return chapters;
}

/// One chapter, by its place in the book.
class Book : public testing::TestWithParam<std::size_t> {
protected:
    const Chapter& chapter() const { return all_chapters()[GetParam()]; }

    static void expect_none(const Problems& problems) {
        for (const Problem& problem : problems) ADD_FAILURE() << problem.what();
    }
};

TEST_P(Book, IsTheProgram) { expect_none(check_type_along(all_chapters(), GetParam())); }
TEST_P(Book, CheckpointsHold) { expect_none(check_checkpoints(all_chapters(), GetParam())); }
TEST_P(Book, BugsAreCaught) { expect_none(check_bugs(all_chapters(), GetParam())); }
TEST_P(Book, ExercisesAreFair) { expect_none(check_exercises(all_chapters(), GetParam())); }
TEST_P(Book, DoesNotDrift) { expect_none(check_drift(all_chapters(), GetParam())); }
TEST_P(Book, TestsBelongToSections) { expect_none(check_sections(chapter())); }
TEST_P(Book, LeadsToItsNeighbours) { expect_none(check_neighbours(all_chapters(), GetParam())); }

TEST(BookAsAWhole, HasNoDeadLink) {
    const char* root = std::getenv("RONDO_SOURCE_DIR");
    for (const Problem& problem : check_links(root == nullptr ? "." : root))
        ADD_FAILURE() << problem.what();
}

INSTANTIATE_TEST_SUITE_P(Chapters, Book, testing::Range<std::size_t>(0, all_chapters().size()),
                         [](const auto& place) {
                             return "chapter_" + all_chapters()[place.param].number;
                         });

}  // namespace
