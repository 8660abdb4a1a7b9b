/// @file
/// Diffs: how a **Change** is made.
#pragma once

#include "tests/book/page.hpp"
#include "tests/book/typed_file.hpp"

namespace book {

/// A diff of a page may have so many lines; more than that is a **Rewrite**.
constexpr std::size_t longest_diff = 12;

/// Where a part of a file begins and ends, in lines.
struct Extent {
    std::size_t begin;
    std::size_t end;
};

/// Makes the change that a diff shows. Its context and its `-` lines must stand in exactly one
/// place of these parts of the file; they are compared by tokens. A line `@@` divides the diff into
/// pieces, each of which has a place of its own.
/// @throws std::runtime_error that says which line does not fit.
void apply_diff(TypedFile& file, const std::vector<Extent>& parts, const Fence& diff);

}  // namespace book
