/// @file
/// Who builds what: each entity and each line of src/rondo, and the chapter of the plan it is in.
#pragma once

#include "tests/book/plan.hpp"
#include "tests/book/source_tree.hpp"

#include <string>
#include <vector>

namespace book {

/// The chapter in which something first appears; 0 for none.
struct Owner {
    int chapter = 0;
    bool taken = false;
    std::size_t line = 0;  ///< of the plan
};

struct OwnedFile {
    const SourceFile* source;
    Owner home;                   ///< of the file
    std::vector<Owner> entities;  ///< of each entity; none for one that nobody has to build
    std::vector<Owner> lines;     ///< of each line; none for blank ones and for Doxygen's comments
};

struct Ownership {
    std::vector<OwnedFile> files;
    /// What nobody has, what two have, and what the plan names and nobody finds.
    Problems problems;

    const OwnedFile* find(std::string_view path) const;
};

/// @param sources there for as long as the result is used.
Ownership owners(const Plan& plan, const std::vector<SourceFile>& sources);

/// Whether an entry of the plan is about a file.
bool is_about(const PlanEntry& entry, std::string_view path);

}  // namespace book
