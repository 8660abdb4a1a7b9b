#include "tests/book/growth.hpp"

#include "tests/book/tokens.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace book {
namespace {

/// Whether a name tells what is meant. One word in small letters may be anybody's: a parameter, a
/// member of the standard library.
bool is_telling(std::string_view name) {
    return std::any_of(name.begin(), name.end(),
                       [](char c) { return c == '_' || (c >= 'A' && c <= 'Z'); });
}

/// For each such name, whosever it is, the first chapter that builds something of this name. What
/// only classes use, as a short name for something, does not count.
std::map<std::string, int> first_chapters(const Ownership& ownership) {
    std::map<std::string, int> first;
    std::set<std::string> known;
    for (const OwnedFile& file : ownership.files) {
        for (std::size_t i = 0; i < file.entities.size(); ++i) {
            const Entity& entity = file.source->entities[i];
            const int chapter = file.entities[i].chapter;
            const std::string name = last_part(entity.name);
            if (chapter == 0 || !is_telling(name)) continue;
            int& least = first.try_emplace(name, chapter).first->second;
            least = std::min(least, chapter);
            if (entity.kind != EntityKind::alias || entity.name == name) known.insert(name);
        }
    }
    std::erase_if(first, [&](const auto& one) { return !known.contains(one.first); });
    return first;
}

/// The innermost entity of each line; none for lines that belong to the file as a whole.
std::vector<const Entity*> entities_of_lines(const OwnedFile& file) {
    std::vector<const Entity*> innermost(file.lines.size());
    for (std::size_t i = 0; i < file.entities.size(); ++i) {
        const Entity& entity = file.source->entities[i];
        if (entity.kind == EntityKind::space) continue;
        for (std::size_t line = entity.first_line; line < entity.end_line; ++line)
            innermost[line] = file.entities[i].chapter != 0 ? &entity : nullptr;
    }
    return innermost;
}

/// Whether the plan says that something is changed, in this chapter or later.
bool is_changed(const Plan& plan, const std::string& path, const Entity& entity, int chapter) {
    return std::any_of(plan.entries.begin(), plan.entries.end(), [&](const PlanEntry& entry) {
        return entry.verb == PlanVerb::changes && entry.chapter >= chapter &&
               is_about(entry, path) && plan_name_fits(entry.name, entity.name, entity.written);
    });
}

}  // namespace

Problems check_growth(const Plan& plan, const Ownership& ownership) {
    Problems problems;
    const std::map<std::string, int> first = first_chapters(ownership);
    for (const OwnedFile& file : ownership.files) {
        const std::vector<const Entity*> innermost = entities_of_lines(file);
        std::set<std::pair<const Entity*, std::string>> found;
        for (const Token& token : tokens_of(text_of(file.source->lines))) {
            const Entity* entity = token.kind == TokenKind::word ? innermost[token.line] : nullptr;
            if (entity == nullptr) continue;
            const auto name = first.find(token.text);
            if (name == first.end() || name->second <= file.lines[token.line].chapter) continue;
            if (is_changed(plan, file.source->path, *entity, name->second)) continue;
            if (!found.emplace(entity, token.text).second) continue;
            problems.emplace_back(in_tree(file.source->path), token.line + 1,
                                  "`" + entity->name + "`, of chapter " +
                                      std::to_string(file.lines[token.line].chapter) + ", uses `" +
                                      token.text + "`, which " + plan.path + " gives to chapter " +
                                      std::to_string(name->second) +
                                      ": say there that it `changes`, or give one "
                                      "of them to another chapter");
        }
    }
    return problems;
}

}  // namespace book
