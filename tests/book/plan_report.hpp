/// @file
/// What `make plan` prints.
#pragma once

#include "tests/book/text.hpp"

#include <string>

namespace book {

/// A table: for each chapter, how many lines of src/rondo it builds.
std::string plan_table(const fs::path& root);

/// All files and entities that a chapter builds.
std::string plan_of_chapter(const fs::path& root, int number);

}  // namespace book
