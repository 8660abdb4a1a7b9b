/// @file
/// What `make type-along` prints of a page.
#pragma once

#include "tests/book/chapters.hpp"

#include <string>

namespace book {

/// Types a page after the chapter before it, and compares the outcome with the chapter's folder.
Problems check_type_along(const std::vector<Chapter>& chapters, std::size_t index);

/// One line: how much there is to type, how far apart checkpoints are, how long the page is.
std::string summary_of(const Page& page);

}  // namespace book
