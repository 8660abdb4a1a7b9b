/// @file
/// Named bugs: that the test which a page names catches them.
#pragma once

#include "tests/book/workshop.hpp"

namespace book {

/// Tries each bug of a page. One whose test a patch in `bugs/` names, in a line "Test: Suite.Name",
/// must turn that test red, which is green without it. Any other must be in the code as typed when
/// the paragraph comes, and be cured by what is typed before the next checkpoint or section: its
/// test is red there, and green then.
Problems check_bugs(const std::vector<Chapter>& chapters, std::size_t index);

}  // namespace book
