/// @file
/// Who builds what: each entity and each line of src/rondo, and the chapter of the plan it is in.
#pragma once

#include "tests/book/plan.hpp"
#include "tests/book/source.hpp"
#include "tests/book/text.hpp"

#include <string>
#include <vector>

namespace book {

/// A file of src/rondo, or of a chapter's rondo/.
struct SourceFile {
    std::string path;  ///< from there: `loop/event_loop.hpp`
    std::vector<std::string> lines;
    std::vector<Entity> entities;

    SourceFile(std::string its_path, std::string_view text);
};

/// All files below a folder, in order.
std::vector<SourceFile> source_tree(const fs::path& folder);

/// Whether somebody has to build an entity: not a namespace, a friend, or a type that is only
/// announced.
bool is_built(const Entity& entity);

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

/// A file as it is seen from the repository's top.
std::string in_tree(std::string_view path);

}  // namespace book
