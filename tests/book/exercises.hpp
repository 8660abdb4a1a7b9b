/// @file
/// Exercises: that a starter is red for the reason given, and that a solution is green.
#pragma once

#include "tests/book/workshop.hpp"

namespace book {

/// Tries each exercise of a chapter with `make exercise-N`. Its README names tests; the first one
/// is red with the starter, which compiles, and all tests are green with the solution. The page
/// links to every exercise.
Problems check_exercises(const std::vector<Chapter>& chapters, std::size_t index);

}  // namespace book
