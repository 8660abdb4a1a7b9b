/// @file
/// The book's chapters on disk.
#pragma once

#include "tests/book/page.hpp"
#include "tests/book/typed_file.hpp"

#include <string>
#include <vector>

namespace book {

/// A folder `chapters/NN-name`.
struct Chapter {
    fs::path root;       ///< of the repository
    std::string path;    ///< of the folder from there: `chapters/02-timers`
    std::string number;  ///< `02`
    std::string name;    ///< `timers`

    fs::path folder() const { return root / path; }
    std::string page_path() const { return path + "/README.md"; }
};

/// All chapters, in their order.
std::vector<Chapter> chapters_of(const fs::path& root);

/// The page of a chapter; one without lines, and with a problem, if there is none.
Page page_of(const Chapter& chapter);

/// What a page grows: all files below `rondo/`, and the sources beside it, such as `greet.cpp`.
/// The code of chapter 19 is that of `src/rondo`.
TypedFiles sources_of(const Chapter& chapter);

/// What a reader has who begins with a chapter: the sources of the one before, or nothing.
TypedFiles sources_before(const std::vector<Chapter>& chapters, std::size_t index);

/// Files to copy wherever the chapter is to be built, besides its sources: its Makefile, its tests,
/// and what else stands in its folder and is not for reading (pages, pictures, exercises, bugs).
std::vector<std::string> other_files_of(const Chapter& chapter);

}  // namespace book
