/// @file
/// Links and pictures of pages.
#pragma once

#include "tests/book/chapters.hpp"

namespace book {

/// A link or a picture in Markdown.
struct Link {
    std::size_t line;  ///< from 1
    bool is_picture;
    std::string text;  ///< of a picture: what is read aloud instead of it
    std::string target;
};

/// All links and pictures of a text, those within code aside.
std::vector<Link> links_of(const Page& page);

/// Follows the links of all Markdown files below `chapters/` and `docs/`, and of the README: what
/// they point to is there, anchors too. Pictures are SVG files of the book's own with a title and
/// with a text, and no two have the same name. Links to other sites are not followed.
Problems check_links(const fs::path& root);

/// Each page links to the one before it and to the one behind it.
Problems check_neighbours(const std::vector<Chapter>& chapters, std::size_t index);

}  // namespace book
