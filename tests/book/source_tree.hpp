/// @file
/// SourceFile: a file of src/rondo, with what it declares.
#pragma once

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

/// A file of src/rondo as it is seen from the repository's top.
std::string in_tree(std::string_view path);

}  // namespace book
