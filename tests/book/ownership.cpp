#include "tests/book/ownership.hpp"

#include "tests/book/tokens.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace book {
namespace {

std::string shown_files(const PlanEntry& entry) {
    std::string files;
    for (const std::string& file : entry.files) files += (files.empty() ? "`" : ", `") + file + "`";
    return files;
}

class Owning {
public:
    Owning(const Plan& plan, const std::vector<SourceFile>& sources) : plan_(plan) {
        for (const SourceFile& source : sources)
            all_.files.push_back({&source,
                                  {},
                                  std::vector<Owner>(source.entities.size()),
                                  std::vector<Owner>(source.lines.size())});
    }

    Ownership find_all() {
        for (const PlanEntry& entry : plan_.entries) check_exists(entry);
        for (OwnedFile& file : all_.files) find_home(file);
        for (OwnedFile& file : all_.files) find_entities(file);
        for (const PlanEntry& entry : plan_.entries) check_order(entry);
        for (const OwnedFile& file : all_.files) check_definitions(file);
        for (OwnedFile& file : all_.files) find_lines(file);
        return std::move(all_);
    }

private:
    void fail(std::size_t line, const std::string& what) {
        all_.problems.emplace_back(plan_.path, line, what);
    }

    bool fits(const PlanEntry& entry, const Entity& entity) const {
        return plan_name_fits(entry.name, entity.name, entity.written);
    }

    // --- What the plan names is there ----------------------------------------------------------

    void check_exists(const PlanEntry& entry) {
        const bool must_be_absent =
            entry.verb == PlanVerb::for_now || entry.verb == PlanVerb::to_build;
        bool file_is_there = false, name_is_there = false;
        for (const OwnedFile& file : all_.files) {
            if (!is_about(entry, file.source->path)) continue;
            file_is_there = true;
            for (const Entity& entity : file.source->entities)
                name_is_there =
                    name_is_there || (is_built(entity) && precision(entry, entity) != 0);
        }
        if (must_be_absent) {
            if (file_is_there)
                fail(entry.line,
                     shown_files(entry) + " is in src/rondo: say `new`, or what is new in it");
        } else if (!file_is_there) {
            fail(entry.line,
                 shown_files(entry) + " is not in src/rondo: take it out, or say `to be built`");
        } else if (!entry.name.empty() && !name_is_there) {
            fail(entry.line, "`" + entry.name + "` is not in " + shown_files(entry) +
                                 ": take it out, or " + advice(entry.name));
        }
    }

    /// Where something of the same name is, that may be meant.
    std::string advice(const std::string& name) const {
        std::string found;
        for (const OwnedFile& file : all_.files)
            for (const Entity& entity : file.source->entities)
                if (is_built(entity) && last_part(entity.name) == last_part(name) &&
                    found.find(entity.name + "`") == found.npos)
                    found +=
                        (found.empty() ? "`" : ", `") + entity.name + "` of " + file.source->path;
        return found.empty() ? "name it as the code does"
                             : "name it as the code does; there is " + found;
    }

    // --- Each file and each entity belongs to one chapter ---------------------------------------

    void find_home(OwnedFile& file) {
        for (const PlanEntry& entry : plan_.entries) {
            const bool whole = entry.verb == PlanVerb::whole || entry.verb == PlanVerb::taken;
            if (!whole || !entry.name.empty() || !is_about(entry, file.source->path)) continue;
            if (file.home.chapter == 0)
                file.home = {entry.chapter, entry.verb == PlanVerb::taken, entry.line};
            else
                fail(entry.line, "`" + file.source->path + "` is new here and at line " +
                                     std::to_string(file.home.line) +
                                     ": a file is new in one chapter");
        }
        if (file.home.chapter == 0)
            all_.problems.emplace_back(
                in_tree(file.source->path), 1,
                "no chapter of " + plan_.path + " builds this file: add the row `| " +
                    file.source->path + " | new |` to one (with backquotes)");
    }

    bool is_listed(const OwnedFile& file) const {
        return std::any_of(
            plan_.listed.begin(), plan_.listed.end(), [&](const std::string& listed) {
                return is_about({0, 0, PlanVerb::whole, {listed}, ""}, file.source->path);
            });
    }

    /// How exactly an entry means an entity: 0 if it does not. A name of something that an entity
    /// stands in means it too, but less.
    std::size_t precision(const PlanEntry& entry, const Entity& entity) const {
        if (fits(entry, entity))
            return 1000 + (entry.name.ends_with(")") ? 1000 + entry.name.size() : 0);
        return entity.name.starts_with(entry.name + "::") ? entry.name.size() : 0;
    }

    /// Whether something of what stands in `outer` is named on its own.
    bool is_divided(const OwnedFile& file, const std::string& outer) const {
        return std::any_of(plan_.entries.begin(), plan_.entries.end(), [&](const PlanEntry& entry) {
            return entry.verb != PlanVerb::changes && is_about(entry, file.source->path) &&
                   entry.name.starts_with(outer + "::");
        });
    }

    void find_entities(OwnedFile& file) {
        const bool listed = is_listed(file);
        for (std::size_t i = 0; i < file.entities.size(); ++i) {
            const Entity& entity = file.source->entities[i];
            if (!is_built(entity)) continue;
            const PlanEntry* best = nullptr;
            std::size_t best_precision = 0;
            for (const PlanEntry& entry : plan_.entries) {
                const bool gives = entry.verb == PlanVerb::adds || entry.verb == PlanVerb::taken;
                if (!gives || entry.name.empty() || !is_about(entry, file.source->path)) continue;
                const std::size_t how = precision(entry, entity);
                if (how == 0 || how < best_precision) continue;
                if (how < 1000 && listed && is_divided(file, entry.name)) continue;
                if (how == best_precision)
                    fail(entry.line, "`" + entity.written + "` of " + file.source->path +
                                         " is given to chapter " + std::to_string(entry.chapter) +
                                         " here, and at line " + std::to_string(best->line) +
                                         " to chapter " + std::to_string(best->chapter) +
                                         ": say `changes` where it is not new");
                best = &entry;
                best_precision = how;
            }
            if (best != nullptr)
                file.entities[i] = {best->chapter, best->verb == PlanVerb::taken || file.home.taken,
                                    best->line};
            else if (!listed)
                file.entities[i] = file.home;
            else
                fail(file.home.line, "nobody builds `" + entity.written + "` (" +
                                         in_tree(file.source->path) + ":" +
                                         std::to_string(entity.first_line + 1) +
                                         "): name it in a row of the chapter that adds it");
        }
    }

    // --- One after the other -------------------------------------------------------------------

    void check_order(const PlanEntry& entry) {
        if (entry.name.empty()) return;
        const std::string here = "`" + entry.name + "` of " + shown_files(entry);
        int first = 1000;
        for (const OwnedFile& file : all_.files) {
            if (!is_about(entry, file.source->path)) continue;
            for (std::size_t i = 0; i < file.entities.size(); ++i)
                if (file.entities[i].chapter != 0 && fits(entry, file.source->entities[i]))
                    first = std::min(first, file.entities[i].chapter);
            if (entry.verb == PlanVerb::changes || file.home.chapter == 0) continue;
            if (file.home.chapter > entry.chapter)
                fail(entry.line, here + " comes before its file, which is new in chapter " +
                                     std::to_string(file.home.chapter));
            else if (entry.verb == PlanVerb::adds && file.home.chapter == entry.chapter &&
                     !is_listed(file))
                fail(entry.line,
                     here + " need not be named: the whole file is new in this chapter");
        }
        if (entry.verb == PlanVerb::changes && first != 1000 && first >= entry.chapter)
            fail(entry.line, here + " is changed in chapter " + std::to_string(entry.chapter) +
                                 ", but appears only in chapter " + std::to_string(first));
    }

    /// Whether a function is a member that is defined behind its class, or in another file.
    static bool is_defined_outside(const SourceFile& file, const Entity& function) {
        if (function.kind != EntityKind::function || !function.definition) return false;
        if (function.name.find("::") == function.name.npos) return false;
        return std::none_of(file.entities.begin(), file.entities.end(), [&](const Entity& type) {
            return type.kind == EntityKind::type && type.has_members() &&
                   type.opening_line <= function.first_line && function.end_line <= type.end_line;
        });
    }

    /// What is declared in one place and defined in another belongs to one chapter.
    void check_definitions(const OwnedFile& file) {
        for (std::size_t i = 0; i < file.entities.size(); ++i) {
            const Entity& entity = file.source->entities[i];
            if (file.entities[i].chapter == 0 || !is_defined_outside(*file.source, entity))
                continue;
            std::set<int> chapters;
            for (const OwnedFile& other : all_.files)
                for (std::size_t k = 0; k < other.entities.size(); ++k)
                    if (!other.source->entities[k].definition && other.entities[k].chapter != 0 &&
                        other.source->entities[k].name == entity.name)
                        chapters.insert(other.entities[k].chapter);
            if (!chapters.empty() && !chapters.contains(file.entities[i].chapter))
                fail(file.entities[i].line, "`" + entity.name + "` is defined in chapter " +
                                                std::to_string(file.entities[i].chapter) + " (" +
                                                file.source->path + "), but declared in chapter " +
                                                std::to_string(*chapters.begin()) +
                                                ": give both to one chapter");
        }
    }

    // --- Lines ---------------------------------------------------------------------------------

    void find_lines(OwnedFile& file) {
        std::vector<bool> counts(file.lines.size());
        for (const Token& token : tokens_of(text_of(file.source->lines)))
            if (token.kind != TokenKind::doxygen)
                std::fill(counts.begin() + static_cast<std::ptrdiff_t>(token.line),
                          counts.begin() + static_cast<std::ptrdiff_t>(token.end_line), true);
        for (std::size_t line = 0; line < file.lines.size(); ++line)
            if (counts[line]) file.lines[line] = owner_of_line(file, line);
    }

    Owner owner_of_line(const OwnedFile& file, std::size_t line) const {
        static const std::regex include("#include <rondo/(.*)>");
        std::smatch match;
        if (std::regex_match(file.source->lines[line], match, include)) {
            const OwnedFile* included = all_.find(match[1].str());
            return included == nullptr ? file.home : later(file.home, included->home);
        }
        Owner owner = file.home;  // entities that stand in others come behind those
        for (std::size_t i = 0; i < file.entities.size(); ++i) {
            const Entity& entity = file.source->entities[i];
            if (line < entity.first_line || line >= entity.end_line) continue;
            if (file.entities[i].chapter != 0)
                owner = file.entities[i];
            else if (entity.kind == EntityKind::type)
                owner = later(file.home, definition_of(entity.name));
        }
        return owner;
    }

    /// Who owns a type that is only announced here.
    Owner definition_of(const std::string& name) const {
        for (const OwnedFile& file : all_.files)
            for (std::size_t i = 0; i < file.entities.size(); ++i)
                if (file.entities[i].chapter != 0 &&
                    file.source->entities[i].kind == EntityKind::type &&
                    file.source->entities[i].name == name)
                    return file.entities[i];
        return {};
    }

    static Owner later(const Owner& a, const Owner& b) { return b.chapter > a.chapter ? b : a; }

    const Plan& plan_;
    Ownership all_;
};

}  // namespace

const OwnedFile* Ownership::find(std::string_view path) const {
    const auto found = std::find_if(files.begin(), files.end(), [&](const OwnedFile& file) {
        return file.source->path == path;
    });
    return found == files.end() ? nullptr : &*found;
}

Ownership owners(const Plan& plan, const std::vector<SourceFile>& sources) {
    return Owning(plan, sources).find_all();
}

bool is_about(const PlanEntry& entry, std::string_view path) {
    return std::any_of(entry.files.begin(), entry.files.end(), [&](std::string_view file) {
        if (!file.ends_with(".*")) return file == path;
        const std::string_view stem = file.substr(0, file.size() - 1);
        return path == std::string(stem) + "hpp" || path == std::string(stem) + "cpp";
    });
}

}  // namespace book
