/// @file
/// Code as a page shows it.
#pragma once

#include <string>
#include <string_view>

namespace book {

/// The text without Doxygen's comments, and without the lines that held nothing else.
std::string without_doxygen(std::string_view text);

}  // namespace book
