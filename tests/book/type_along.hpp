/// @file
/// The type-along: a reader who does what a page says, and nothing else.
#pragma once

#include "tests/book/page.hpp"
#include "tests/book/typed_file.hpp"

namespace book {

/// Whether a step puts something into the reader's files.
bool is_typed(const Step& step);

/// How many lines a reader types for a step: `-` lines and context are there already.
std::size_t lines_to_type(const Step& step);

/// Does what one step of a page says. Checkpoints and illustrations change nothing.
/// @throws Problem, at the line of the page, if it cannot be done.
void type(TypedFiles& files, const Page& page, const Step& step);

/// Does all of a page that comes before a line (from 1); by default, all of it.
/// @throws Problem
void type_along(TypedFiles& files, const Page& page, std::size_t before_line = -1);

}  // namespace book
