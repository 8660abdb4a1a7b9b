/// @file
/// How the #include lines at the head of a block join those of its file.
#pragma once

#include "tests/book/typed_file.hpp"

#include <vector>

namespace book {

/// Takes the #include lines off the beginning of a block, with the conditions that they stand in
/// (`#ifdef` ... `#endif` around nothing but includes).
std::vector<TypedLine> take_includes(std::vector<TypedLine>& block);

/// Puts include lines among those of a file, in the order of .clang-format: the book's own headers,
/// the C++ library's, the system's, each sorted, a blank line between them. One that is there
/// already is not doubled. Conditional ones go behind all others.
void join_includes(TypedFile& file, const std::vector<TypedLine>& includes);

/// Removes a line such as `#include <map>`. Gives false if the file has none.
bool remove_include(TypedFile& file, const std::string& include);

}  // namespace book
