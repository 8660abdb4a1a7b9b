/// @file
/// ContainsPattern: GoogleTest's own regular expressions are poor on Windows.
#pragma once

#include <gmock/gmock.h>

#include <regex>
#include <string>

namespace support {

/// Somewhere in a string there is what a regular expression, as ECMAScript writes them, describes.
MATCHER_P(ContainsPattern, pattern, "contains the pattern " + std::string(pattern)) {
    (void)result_listener;
    return std::regex_search(std::string(arg), std::regex(pattern));
}

}  // namespace support
