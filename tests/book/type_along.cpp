#include "tests/book/type_along.hpp"

#include "tests/book/diff.hpp"
#include "tests/book/includes.hpp"
#include "tests/book/place.hpp"
#include "tests/book/tokens.hpp"

#include <algorithm>
#include <stdexcept>

namespace book {
namespace {

std::vector<TypedLine> lines_of_block(const Step& step) {
    return TypedFile(step.fence->lines, step.fence->line).lines();
}

TypedFile& find_file(TypedFiles& files, const std::string& path) {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    std::string all;
    for (const auto& [other, file] : files)
        if (fs::path(other).filename() == fs::path(path).filename())
            all += "; there is `" + other + "`";
    throw std::runtime_error("there is no file `" + path + "` so far" + all);
}

bool is_blank_at(const TypedFile& file, std::size_t line) {
    return line >= file.lines().size() || is_blank(file.lines()[line].text);
}

/// Puts lines in front of a line, with a blank one on either side where they need it to be read.
void insert(TypedFile& file, std::size_t line, std::vector<TypedLine> block) {
    if (line > 0 && !is_blank_at(file, line - 1)) block.insert(block.begin(), TypedLine{});
    if (!is_blank_at(file, line)) block.push_back({});
    file.replace(line, line, block);
}

/// An entity can be taken out by lines if nothing else stands in them.
void check_alone_in_its_lines(const TypedFile& file, const Entity& entity) {
    for (const Entity& other : entities_of(file.text())) {
        const bool same = other.first_line == entity.first_line && other.written == entity.written;
        const bool around = other.has_members() && other.opening_line < entity.first_line;
        const bool within = other.depth > entity.depth && other.first_line >= entity.first_line;
        if (same || around || within) continue;
        if (other.first_line < entity.end_line && entity.first_line < other.end_line)
            throw std::runtime_error("`" + entity.name + "` shares a line with `" + other.name +
                                     "`");
    }
}

void type_new_file(TypedFiles& files, const Step& step) {
    if (!files.emplace(step.caption.path, TypedFile(step.fence->lines, step.fence->line)).second)
        throw std::runtime_error("this file is there already");
}

void type_add(TypedFiles& files, const Step& step) {
    TypedFile& file = find_file(files, step.caption.path);
    std::vector<TypedLine> block = lines_of_block(step);
    join_includes(file, take_includes(block));
    if (!block.empty()) insert(file, find_line(file, step.caption.where), std::move(block));
}

void type_change(TypedFiles& files, const Step& step) {
    TypedFile& file = find_file(files, step.caption.path);
    std::vector<Extent> parts;
    for (const Entity& entity : find_entities(file, step.caption.name))
        parts.push_back({entity.first_line, entity.end_line});
    apply_diff(file, parts, *step.fence);
}

void type_rewrite(TypedFiles& files, const Step& step) {
    TypedFile& file = find_file(files, step.caption.path);
    std::vector<TypedLine> block = lines_of_block(step);
    join_includes(file, take_includes(block));
    const std::string name = last_part(step.caption.name);
    const auto of_block = entities_of(TypedFile(block).text());
    if (std::none_of(of_block.begin(), of_block.end(),
                     [&](const Entity& entity) { return last_part(entity.name) == name; }))
        throw std::runtime_error("the block has no `" + name + "`; it would be lost");
    const Entity entity = find_entity(file, step.caption.name);
    check_alone_in_its_lines(file, entity);
    file.replace(entity.first_line, entity.end_line, block);
}

void type_remove(TypedFiles& files, const Step& step) {
    TypedFile& file = find_file(files, step.caption.path);
    const std::string& name = step.caption.name;
    if (name.starts_with("#include")) {
        if (!remove_include(file, name)) throw std::runtime_error("there is no `" + name + "`");
        return;
    }
    const Entity entity = find_entity(file, name);
    check_alone_in_its_lines(file, entity);
    const bool between_blanks = entity.first_line > 0 && is_blank_at(file, entity.first_line - 1) &&
                                is_blank_at(file, entity.end_line);
    file.replace(entity.first_line,
                 std::min(entity.end_line + (between_blanks ? 1 : 0), file.lines().size()), {});
}

/// What is shown from a file stands there in one piece.
void check_what_is_shown(TypedFiles& files, const Step& step) {
    if (step.caption.path.empty()) return;
    const TypedFile block(step.fence->lines, step.fence->line);
    const auto shown = tokens_to_type(block.text());
    const auto all = tokens_to_type(find_file(files, step.caption.path).text());
    std::size_t most = 0;  // of what is shown, from its beginning on, that stands there
    for (auto from = all.begin(); from != all.end() && most < shown.size(); ++from) {
        const auto same = std::mismatch(shown.begin(), shown.end(), from, all.end(), same_text);
        most = std::max(most, static_cast<std::size_t>(same.first - shown.begin()));
    }
    if (most < shown.size())
        throw std::runtime_error("`" + step.caption.path + "` does not go on like this:\n" +
                                 quoted({block.lines()[shown[most].line].text}));
}

void do_step(TypedFiles& files, const Step& step) {
    switch (step.caption.verb) {
        case Verb::new_file:
            return type_new_file(files, step);
        case Verb::add:
            return type_add(files, step);
        case Verb::change:
            return type_change(files, step);
        case Verb::rewrite:
            return type_rewrite(files, step);
        case Verb::remove:
            return type_remove(files, step);
        case Verb::delete_:
            find_file(files, step.caption.path);
            files.erase(step.caption.path);
            return;
        case Verb::look:
            return check_what_is_shown(files, step);
        case Verb::checkpoint:
            return;
    }
}

/// What cannot be read could not be named by the steps that follow.
void check_that_it_can_be_read(const TypedFiles& files, const Step& step) {
    const auto file = files.find(step.caption.path);
    if (!is_typed(step) || file == files.end()) return;
    try {
        entities_of(file->second.text());
    } catch (const std::runtime_error& error) {
        throw std::runtime_error("then the file as typed so far has, in " +
                                 std::string(error.what()));
    }
}

}  // namespace

bool is_typed(const Step& step) {
    return step.caption.verb != Verb::look && step.caption.verb != Verb::checkpoint;
}

std::size_t lines_to_type(const Step& step) {
    if (!is_typed(step) || !step.fence) return 0;
    const bool is_diff = step.caption.verb == Verb::change;
    return static_cast<std::size_t>(std::count_if(
        step.fence->lines.begin(), step.fence->lines.end(),
        [&](const auto& line) { return is_diff ? line.starts_with("+") : !is_blank(line); }));
}

void type(TypedFiles& files, const Page& page, const Step& step) {
    try {
        do_step(files, step);
        check_that_it_can_be_read(files, step);
    } catch (const std::exception& error) {
        throw Problem(page.path, step.line, step.text + ": " + error.what());
    }
}

void type_along(TypedFiles& files, const Page& page, std::size_t before_line) {
    for (const Step& step : page.steps) {
        if (step.line >= before_line) break;
        type(files, page, step);
    }
}

}  // namespace book
