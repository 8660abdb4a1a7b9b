/// @file
/// Drift: files that change from chapter to chapter though no page says so.
#pragma once

#include "tests/book/chapters.hpp"

namespace book {

/// What a page does not touch is, letter for letter, what it was in the chapter before: the code,
/// and the files that every chapter has alike, `Makefile` and `tests/run`.
Problems check_drift(const std::vector<Chapter>& chapters, std::size_t index);

}  // namespace book
