/// @file
/// Named bugs: that the test which a page names catches them.
#pragma once

#include "tests/book/workshop.hpp"

namespace book {

/// What the file of a bug's patch may be called: `the turn that never ends` is
/// `the-turn-that-never-ends.patch`, or the same without its article.
std::vector<std::string> patch_names(const std::string& bug);

/// Tries each bug of a page. One that has a patch in `bugs/` must turn the test that the paragraph
/// names red, which is green without it. Any other must be in the code as typed when the paragraph
/// comes, and be cured by what is typed before the next checkpoint or section: its test is red
/// there, and green then.
Problems check_bugs(const std::vector<Chapter>& chapters, std::size_t index);

}  // namespace book
