/// @file
/// One test of a chapter, tried on some state of its code.
#pragma once

#include "tests/book/workshop.hpp"

#include <string>

namespace book {

enum class Verdict {
    green,
    red,        ///< it ran and failed, crashed or did not end
    not_built,  ///< it does not compile with this code
    not_there,  ///< no file has a test of this name
};

struct Trial {
    Verdict verdict;
    std::string output;
};

/// The file below `tests/` that has a test, `Suite.Name`; empty if none has.
std::string file_with_test(const Files& files, const std::string& test);

/// Builds and runs one test as the chapter's Makefile does. A test that does not end within seconds
/// is red.
/// @param expected if this is the verdict, it is remembered, and not found out again for the same
/// files.
Trial try_test(Workshop& workshop, const Files& files, const std::string& test, Verdict expected);

/// What came out, in words: "is green", "does not compile", ...
std::string in_words(Verdict verdict);

}  // namespace book
