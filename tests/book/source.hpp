/// @file
/// What a C++ file declares, by name, and in which lines.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace book {

enum class EntityKind { space, type, function, variable, alias, concept_, friend_, other };

/// Something that a page can name: a namespace, a type, a function, a member, ...
struct Entity {
    EntityKind kind;
    /// `EventLoop::call_soon`, `main`, `pool::allocate`: without `rondo::`, without anonymous
    /// namespaces, without template arguments.
    std::string name;
    /// The same with template arguments, and of a function with its parameters as they are
    /// written: `Future<T>::set_result(Args&&... result)`. It tells overloads apart.
    std::string written;
    /// Of a type, a function or a variable: more than a declaration of what is defined elsewhere.
    bool definition;
    /// Its lines, counted from 0: the comments that stand right above it are among them, and
    /// `end_line` is the line behind the last one.
    std::size_t first_line;
    std::size_t end_line;
    /// Of a namespace or a type with members: the lines of its opening and its closing brace.
    std::size_t opening_line = 0;
    std::size_t closing_line = 0;
    /// How many namespaces and types it stands in.
    std::size_t depth = 0;

    bool has_members() const { return closing_line != 0; }
};

/// Lists all entities of a file, each behind the one that it stands in. Of branches of the
/// preprocessor it lists them all. What stands in a function's body is no entity.
/// @throws std::runtime_error, with the line, where brackets do not match.
std::vector<Entity> entities_of(std::string_view text);

/// All that a name stands for in a page. The name may have parameters or template arguments, to
/// tell overloads and specializations apart. A definition goes before a declaration of the same,
/// which is meant only if `declared` says so.
std::vector<Entity> entities_named(const std::vector<Entity>& entities, std::string_view name,
                                   bool declared = false);

/// The last part of a name: `call_soon` of `EventLoop::call_soon`.
std::string last_part(std::string_view name);

}  // namespace book
