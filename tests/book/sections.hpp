/// @file
/// Which test belongs to which section of a page.
#pragma once

#include "tests/book/chapters.hpp"

namespace book {

/// Each file `tests/N_some_section_test.cpp` belongs to a section with the anchor `some-section`,
/// which `make test` names to a reader whose test is red; and N follows the order of the sections.
Problems check_sections(const Chapter& chapter);

}  // namespace book
