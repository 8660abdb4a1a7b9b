/// @file
/// Places: from what a caption names to lines of a file.
#pragma once

#include "tests/book/caption.hpp"
#include "tests/book/diff.hpp"
#include "tests/book/source.hpp"
#include "tests/book/typed_file.hpp"

#include <string>
#include <vector>

namespace book {

/// All that a page means by a name in this file; at least one.
/// @throws std::runtime_error that tells which names there are.
std::vector<Entity> find_entities(const TypedFile& file, const std::string& name,
                                  bool declaration = false);

/// The one that a page means.
/// @throws std::runtime_error if there is none, or if there are several.
Entity find_entity(const TypedFile& file, const std::string& name);

/// In front of which line an **Add** goes.
/// @throws std::runtime_error if there is no such place.
std::size_t find_line(const TypedFile& file, const Where& where);

}  // namespace book
