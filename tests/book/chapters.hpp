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

/// The code of a chapter: all files below `rondo/`, and the sources beside it, such as `greet.cpp`.
/// Chapter 19 has that of `src/rondo`.
TypedFiles sources_of(const Chapter& chapter);

/// What a reader has who begins with a page: `rondo/` and `greet.cpp` of the chapter before (of the
/// first: nothing), and what is *given*: other sources at the top of this chapter's folder, such as
/// `sockets.hpp`, that no block of the page is for.
TypedFiles sources_before(const std::vector<Chapter>& chapters, std::size_t index,
                          const Page& page);

/// All files of a folder by their path from there, in order, without what was built.
std::vector<std::string> files_below(const fs::path& folder);

}  // namespace book
