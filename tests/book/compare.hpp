/// @file
/// What was typed, compared with what should have come out.
#pragma once

#include "tests/book/page.hpp"
#include "tests/book/typed_file.hpp"

namespace book {

/// Compares what a page gives with the chapter's folder: the same files, the same tokens, Doxygen
/// comments and white space aside. Of each file that differs it reports the first place.
Problems compare(const TypedFiles& typed, const TypedFiles& expected, const Page& page);

}  // namespace book
