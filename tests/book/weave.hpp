/// @file
/// `make weave`, its first half: a page's blocks take their text from the chapter's folder.
#pragma once

#include "tests/book/page.hpp"
#include "tests/book/typed_file.hpp"

#include <string>

namespace book {

/// The page with the bodies of its blocks as the folder has them now.
///
/// A new file that no later block of the page touches takes the whole text. Of the other blocks
/// that show whole things (**New file**, **Add**, **Rewrite**) each function, type, member and so
/// on takes the text of the same name, unless a later block changes it again. Captions, diffs, and
/// what a block holds besides, stay the author's; the type-along tells whether they still fit.
std::string weave(const Page& page, const TypedFiles& folder);

}  // namespace book
