#include "tests/book/place.hpp"

#include <algorithm>
#include <stdexcept>

namespace book {
namespace {

/// The names that an author may have meant: those that end alike first, at most eight.
std::string similar_names(const std::vector<Entity>& entities, const std::string& name) {
    std::vector<std::string> names;
    const auto note = [&](bool alike) {
        for (const Entity& entity : entities) {
            if ((last_part(entity.name) == last_part(name)) != alike) continue;
            if (std::find(names.begin(), names.end(), entity.name) == names.end())
                names.push_back(entity.name);
        }
    };
    note(true);
    note(false);
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 8); ++i)
        text += (i == 0 ? "`" : ", `") + names[i] + "`";
    return text.empty() ? "nothing at all" : text + (names.size() > 8 ? " and more" : "");
}

/// The last namespace that stands in no other.
const Entity* last_namespace(const std::vector<Entity>& entities) {
    const Entity* last = nullptr;
    for (const Entity& entity : entities)
        if (entity.kind == EntityKind::space && entity.depth == 0) last = &entity;
    return last;
}

/// Behind #pragma once, comments and includes: where the file's own text begins.
std::size_t begin_of_text(const TypedFile& file) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < file.lines().size(); ++i) {
        const std::string line = trimmed(file.lines()[i].text);
        if (line.starts_with("#"))
            begin = i + 1;
        else if (!line.empty() && !line.starts_with("//"))
            break;
    }
    return begin;
}

/// The line of a closing brace, or the one behind an opening brace, if nothing else stands there.
std::size_t line_at_brace(const TypedFile& file, const Entity& entity, bool at_end) {
    const std::size_t line = at_end ? entity.closing_line : entity.opening_line;
    const std::string text = trimmed(file.lines()[line].text);
    if (entity.opening_line == entity.closing_line ||
        !(at_end ? text.starts_with("}") : text.find('{') != text.npos))
        throw std::runtime_error("a brace of `" + entity.name + "` shares its line with more: `" +
                                 text + "`");
    return at_end ? line : line + 1;
}

}  // namespace

std::vector<Entity> find_entities(const TypedFile& file, const std::string& name,
                                  bool declaration) {
    const std::vector<Entity> entities = entities_of(file.text());
    std::vector<Entity> found = entities_named(entities, name, declaration);
    if (found.empty())
        throw std::runtime_error("there is no " +
                                 std::string(declaration ? "declaration of " : "") + "`" + name +
                                 "` as typed so far; there is " + similar_names(entities, name));
    return found;
}

Entity find_entity(const TypedFile& file, const std::string& name) {
    const std::vector<Entity> found = find_entities(file, name);
    if (found.size() == 1) return found.front();
    std::string all;
    for (const Entity& entity : found) all += "\n    `" + entity.written + "`";
    throw std::runtime_error("there are " + std::to_string(found.size()) + " of `" + name +
                             "`; say which, with its parameters:" + all);
}

std::size_t find_line(const TypedFile& file, const Where& where) {
    using Kind = Where::Kind;
    switch (where.kind) {
        case Kind::after:
            return find_entities(file, where.name, where.declaration).back().end_line;
        case Kind::before:
            return find_entities(file, where.name, where.declaration).front().first_line;
        case Kind::at_end:
        case Kind::at_beginning:
            break;
        case Kind::unsaid:
            throw std::runtime_error(
                "the caption does not say where; only #include lines find their own place");
    }
    const bool at_end = where.kind == Kind::at_end;
    if (!where.name.empty()) {
        const Entity entity = find_entity(file, where.name);
        if (!entity.has_members())
            throw std::runtime_error("`" + where.name + "` has no members to stand among");
        return line_at_brace(file, entity, at_end);
    }
    const std::vector<Entity> entities = entities_of(file.text());
    if (const Entity* space = last_namespace(entities)) return line_at_brace(file, *space, at_end);
    return at_end ? file.lines().size() : begin_of_text(file);
}

}  // namespace book
