/// @file
/// `make take-NN`: a page played into a reader's folder.
#pragma once

#include "tests/book/page.hpp"
#include "tests/book/text.hpp"

namespace book {

/// Does what a page says to the code in a folder, which need not be that of the chapter before.
/// Either all of it or nothing.
/// @throws Problem where a block does not fit that code.
void take_page(Page page, const fs::path& folder);

}  // namespace book
