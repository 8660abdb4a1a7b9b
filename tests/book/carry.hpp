/// @file
/// `make weave`, its second half: what was changed in a chapter is changed in those behind it.
#pragma once

#include "tests/book/text.hpp"

#include <string>
#include <vector>

namespace book {

struct Carried {
    /// The files that took a change over.
    std::vector<std::string> changed;
    /// Those that could not, each with the reason. Where both sides changed the same lines, the
    /// file holds both between marks, as git leaves them.
    std::vector<std::string> conflicts;
};

/// Compares the code of each chapter with the last commit, and merges what was changed into the
/// next chapter's file of the same name, and so on; at last into `src/rondo`. A file that the next
/// chapter has not is left at that, unless it is new: then it is copied. A file that was deleted is
/// deleted there too, if it was the same.
Carried carry_forward(const fs::path& root);

}  // namespace book
