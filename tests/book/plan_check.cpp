#include "tests/book/plan_check.hpp"

#include "tests/book/growth.hpp"

#include <algorithm>
#include <regex>
#include <set>

namespace book {
namespace {

std::string chapter(int number) { return "chapter " + std::to_string(number); }

std::size_t difference(std::size_t a, std::size_t b) { return a > b ? a - b : b - a; }

bool is_near(std::size_t planned, std::size_t real) {
    return difference(planned, real) <= std::max<std::size_t>(real / 10, 2);
}

/// The text of Doxygen's comments right above an entity, or within its first lines.
std::string comment_of(const SourceFile& file, const Entity& entity) {
    std::string text;
    for (std::size_t line = entity.first_line; line < entity.end_line; ++line) {
        const std::string trimmed_line = trimmed(file.lines[line]);
        if (!trimmed_line.starts_with("///")) break;
        text += trimmed_line.substr(3) + " ";
    }
    return squeezed(text);
}

/// The chapters of "Built in chapter 2 (time), chapter 3 (descriptors)", in their order.
std::vector<int> chapters_in(const std::string& comment) {
    static const std::regex sentence("[Bb]uilt in (chapter [^.]*)");
    static const std::regex one("chapter ([0-9]+)");
    std::vector<int> chapters;
    std::smatch match;
    if (!std::regex_search(comment, match, sentence)) return chapters;
    const std::string rest = match[1];
    for (auto it = std::sregex_iterator(rest.begin(), rest.end(), one);
         it != std::sregex_iterator(); ++it)
        chapters.push_back(std::stoi((*it)[1]));
    return chapters;
}

/// Whether something is a class that readers of the reference come to: in a header, in no other
/// class, and no specialization.
bool is_type_of_its_own(const SourceFile& file, const Entity& entity) {
    return entity.kind == EntityKind::type && file.path.ends_with(".hpp") &&
           entity.name.find("::") == entity.name.npos && entity.written == entity.name;
}

/// The chapters that add to an entity or change it, or what stands in it.
std::set<int> chapters_at_work(const Plan& plan, const Ownership& ownership,
                               const std::string& name) {
    const auto belongs = [&](const std::string& other) {
        return other == name || other.starts_with(name + "::");
    };
    std::set<int> chapters;
    for (const OwnedFile& file : ownership.files)
        for (std::size_t i = 0; i < file.entities.size(); ++i)
            if (belongs(file.source->entities[i].name)) chapters.insert(file.entities[i].chapter);
    for (const PlanEntry& entry : plan.entries)
        if (!entry.name.empty() && belongs(entry.name.substr(0, entry.name.find('('))))
            chapters.insert(entry.chapter);
    return chapters;
}

/// A name, and the file that it is in; a header and its source are one here, for a function may
/// move from one to the other.
using Place = std::pair<std::string, std::string>;

Place place_of(const SourceFile& file, const Entity& entity) {
    return {fs::path(file.path).replace_extension().generic_string(), entity.name};
}

/// All that somebody has to build.
std::set<Place> places_in(const std::vector<SourceFile>& files) {
    std::set<Place> places;
    for (const SourceFile& file : files)
        for (const Entity& entity : file.entities)
            if (is_built(entity)) places.insert(place_of(file, entity));
    return places;
}

std::vector<SourceFile> folder_of(const Chapter& chapter) {
    std::vector<SourceFile> files;
    for (const auto& [path, file] : sources_of(chapter))
        if (path.starts_with("rondo/")) files.emplace_back(path.substr(6), file.text());
    return files;
}

}  // namespace

std::map<int, ChapterSize> sizes_of(const Ownership& ownership) {
    std::map<int, ChapterSize> sizes;
    for (const OwnedFile& file : ownership.files)
        for (const Owner& owner : file.lines)
            if (owner.chapter != 0)
                ++(owner.taken ? sizes[owner.chapter].taken_lines : sizes[owner.chapter].new_lines);
    return sizes;
}

Problems check_sizes(const Plan& plan, const Ownership& ownership) {
    Problems problems;
    std::map<int, ChapterSize> sizes = sizes_of(ownership);
    for (const PlannedChapter& planned : plan.chapters) {
        const ChapterSize& real = sizes[planned.number];
        const bool right = is_near(planned.new_lines, real.new_lines) &&
                           is_near(planned.taken_lines, real.taken_lines);
        if (right && planned.lines_line != 0) continue;
        std::string text = "**Lines.** " + std::to_string(real.new_lines) + " new";
        if (real.taken_lines != 0) text += "; " + std::to_string(real.taken_lines) + " taken";
        problems.emplace_back(
            plan.path, planned.lines_line == 0 ? planned.line : planned.lines_line,
            chapter(planned.number) + " builds another number of lines: `" + text + ".`");
    }
    return problems;
}

Problems check_comments(const Plan& plan, const Ownership& ownership) {
    Problems problems;
    for (const OwnedFile& file : ownership.files) {
        for (std::size_t i = 0; i < file.entities.size(); ++i) {
            const Entity& entity = file.source->entities[i];
            const Owner& owner = file.entities[i];
            if (owner.chapter == 0) continue;
            const std::string comment = comment_of(*file.source, entity);
            const std::vector<int> said = chapters_in(comment);
            const auto fail = [&](const std::string& what) {
                problems.emplace_back(in_tree(file.source->path), entity.first_line + 1,
                                      "the comment of `" + entity.name + "` " + what);
            };
            if (said.empty() && !comment.empty() && is_type_of_its_own(*file.source, entity))
                fail("does not say `Built in chapter " + std::to_string(owner.chapter) + "`");
            if (!said.empty() && said.front() != owner.chapter)
                fail("says " + chapter(said.front()) + ", but " + plan.path + ":" +
                     std::to_string(owner.line) + " gives it to " + chapter(owner.chapter) +
                     ": correct whichever is wrong");
            if (said.size() < 2) continue;
            const std::set<int> at_work = chapters_at_work(plan, ownership, entity.name);
            for (const int later : said)
                if (later != said.front() && !at_work.contains(later))
                    fail("names " + chapter(later) + ", in which " + plan.path +
                         " neither adds to it nor changes it");
        }
    }
    return problems;
}

Problems check_folder(const Plan& plan, const Ownership& ownership, int number,
                      const std::string& path, const std::vector<SourceFile>& folder,
                      const std::vector<SourceFile>& before) {
    std::map<Place, Owner> first;  // of overloads, the first
    for (const OwnedFile& file : ownership.files) {
        for (std::size_t i = 0; i < file.entities.size(); ++i) {
            const Owner& owner = file.entities[i];
            if (owner.chapter == 0) continue;
            Owner& least =
                first.try_emplace(place_of(*file.source, file.source->entities[i]), owner)
                    .first->second;
            if (owner.chapter < least.chapter) least = owner;
        }
    }
    const std::set<Place> here = places_in(folder);
    const std::set<Place> earlier = places_in(before);
    Problems problems;
    for (const auto& [place, owner] : first) {
        const bool appears = here.contains(place) && !earlier.contains(place);
        const std::string what = "`" + place.second + "` of " + place.first;
        if (owner.chapter == number && !here.contains(place))
            problems.emplace_back(plan.path, owner.line,
                                  what + " is not in " + path + "/rondo, though " +
                                      chapter(number) + " is to build it");
        if (owner.chapter != number && appears)
            problems.emplace_back(plan.path, owner.line,
                                  what + " appears in " + path + "/rondo, but is given to " +
                                      chapter(owner.chapter) + " here");
    }
    return problems;
}

Problems check_plan(const fs::path& root) {
    const Plan plan = read_plan(plan_path, read_file(root / plan_path));
    if (!plan.problems.empty()) return plan.problems;
    const std::vector<SourceFile> sources = source_tree(root / "src/rondo");
    const Ownership ownership = owners(plan, sources);
    if (!ownership.problems.empty()) return ownership.problems;
    Problems problems = check_comments(plan, ownership);
    const auto add = [&](const Problems& more) {
        problems.insert(problems.end(), more.begin(), more.end());
    };
    add(check_growth(plan, ownership));
    std::vector<SourceFile> before;
    for (const Chapter& written : chapters_of(root)) {
        std::vector<SourceFile> folder = folder_of(written);
        if (folder.empty()) continue;  // there is a page, perhaps, and no code yet
        add(check_folder(plan, ownership, std::stoi(written.number), written.path, folder, before));
        before = std::move(folder);
    }
    add(check_sizes(plan, ownership));
    return problems;
}

}  // namespace book
