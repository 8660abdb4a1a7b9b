/// @file
/// Whether the plan, src/rondo, its comments and the chapters that are written agree.
#pragma once

#include "tests/book/chapters.hpp"
#include "tests/book/ownership.hpp"

#include <map>
#include <string>
#include <vector>

namespace book {

/// Where the plan is, from the repository's top.
inline constexpr const char* plan_path = "docs/plan.md";

/// How much of src/rondo a chapter builds: lines of code, neither blank nor Doxygen's.
struct ChapterSize {
    std::size_t new_lines = 0;
    std::size_t taken_lines = 0;
};

std::map<int, ChapterSize> sizes_of(const Ownership& ownership);

/// Whether the numbers in the plan are right, give or take a tenth.
Problems check_sizes(const Plan& plan, const Ownership& ownership);

/// Whether the comments "Built in chapter 7" of src/rondo say what the plan says.
Problems check_comments(const Plan& plan, const Ownership& ownership);

/// Whether what a chapter's folder has that the one before has not is what the plan gives to it.
/// @param number of the chapter; @param before the folder of the one before: nothing for the first.
Problems check_folder(const Plan& plan, const Ownership& ownership, int number,
                      const std::string& path, const std::vector<SourceFile>& folder,
                      const std::vector<SourceFile>& before);

/// All of this for a repository.
Problems check_plan(const fs::path& root);

}  // namespace book
