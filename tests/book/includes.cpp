#include "tests/book/includes.hpp"

#include "tests/book/text.hpp"

#include <algorithm>
#include <string_view>

namespace book {
namespace {

bool is_include(std::string_view line) { return trimmed(line).starts_with("#include"); }
bool begins_condition(std::string_view line) { return trimmed(line).starts_with("#if"); }

/// What is included, with its brackets.
std::string included(std::string_view line) {
    const std::string what = trimmed(trimmed(line).substr(8));
    const auto closing = what.find_first_of(">\"", 1);
    return what.substr(0, closing + 1);
}

/// The number of the group in which an include stands, as .clang-format has it.
int group_of(std::string_view line) {
    const std::string what = included(line);
    if (what.starts_with("\"")) return 1;
    if (what.starts_with("<rondo/")) return 2;
    if (what.starts_with("<gtest/") || what.starts_with("<gmock/")) return 3;
    return what.ends_with(".h>") ? 5 : 4;
}

/// Windows wants these before windows.h.
int rank_of(const std::string& what) {
    if (!what.ends_with(".h>") || group_of("#include " + what) != 5) return 0;
    const bool first = what == "<winsock2.h>" || what == "<ws2tcpip.h>" || what == "<mswsock.h>";
    return first ? 0 : 1;
}

bool stands_before(const TypedLine& a, const TypedLine& b) {
    const std::string of_a = included(a.text);
    const std::string of_b = included(b.text);
    if (group_of(a.text) != group_of(b.text)) return group_of(a.text) < group_of(b.text);
    if (rank_of(of_a) != rank_of(of_b)) return rank_of(of_a) < rank_of(of_b);
    return of_a < of_b;
}

/// The length of an `#if` ... `#endif` that holds nothing but includes; 0 if it holds more.
std::size_t conditional_includes(const std::vector<TypedLine>& lines, std::size_t begin) {
    if (begin >= lines.size() || !begins_condition(lines[begin].text)) return 0;
    std::size_t depth = 0;
    for (std::size_t i = begin; i < lines.size(); ++i) {
        const std::string line = trimmed(lines[i].text);
        if (line.starts_with("#if")) ++depth;
        if (line.starts_with("#endif") && --depth == 0) return i + 1 - begin;
        if (!line.empty() && !line.starts_with("#") && !line.starts_with("//")) return 0;
        if (line.starts_with("#define")) return 0;
    }
    return 0;
}

/// The unconditional includes of a file: the lines from the first to behind the last. Where there
/// are none, it is where they would go.
struct Range {
    std::size_t begin;
    std::size_t end;
};
Range includes_of(const TypedFile& file) {
    const auto& lines = file.lines();
    Range range{0, 0};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string line = trimmed(lines[i].text);
        if (is_include(line)) {
            if (range.end == 0) range.begin = i;
            range.end = i + 1;
        } else if (line == "#pragma once" || (line.starts_with("//") && range.end == 0)) {
            range.begin = i + 1;
        } else if (!line.empty() && !line.starts_with("//")) {
            break;
        }
    }
    if (range.end == 0) range.end = range.begin;
    return range;
}

/// Where conditional includes go: behind those that there are.
std::size_t end_of_conditional_includes(const TypedFile& file) {
    std::size_t end = includes_of(file).end;
    for (std::size_t i = end; i < file.lines().size();) {
        if (is_blank(file.lines()[i].text)) {
            ++i;
        } else if (const auto length = conditional_includes(file.lines(), i)) {
            end = i += length;
        } else {
            break;
        }
    }
    return end;
}

}  // namespace

std::vector<TypedLine> take_includes(std::vector<TypedLine>& block) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < block.size();) {
        if (is_blank(block[i].text)) {
            ++i;
        } else if (is_include(block[i].text)) {
            end = ++i;
        } else if (const auto length = conditional_includes(block, i)) {
            end = i += length;
        } else {
            break;
        }
    }
    std::vector<TypedLine> taken(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(end));
    block.erase(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(end));
    while (!block.empty() && is_blank(block.front().text)) block.erase(block.begin());
    return taken;
}

void join_includes(TypedFile& file, const std::vector<TypedLine>& includes) {
    std::vector<TypedLine> plain;
    for (std::size_t i = 0; i < includes.size(); ++i) {
        if (const auto length = conditional_includes(includes, i)) {
            const auto first = includes.begin() + static_cast<std::ptrdiff_t>(i);
            std::vector<TypedLine> lines(first, first + static_cast<std::ptrdiff_t>(length));
            lines.insert(lines.begin(), TypedLine{"", 0});
            const std::size_t place = end_of_conditional_includes(file);
            file.replace(place, place, lines);
            i += length - 1;
        } else if (is_include(includes[i].text)) {
            plain.push_back(includes[i]);
        }
    }
    if (plain.empty()) return;

    const Range range = includes_of(file);
    std::vector<TypedLine> all;
    for (std::size_t i = range.begin; i < range.end; ++i)
        if (is_include(file.lines()[i].text)) all.push_back(file.lines()[i]);
    const bool had_some = !all.empty();
    for (const TypedLine& line : plain) {
        const bool there = std::any_of(all.begin(), all.end(), [&](const TypedLine& other) {
            return included(other.text) == included(line.text);
        });
        if (!there) all.push_back(line);
    }
    std::stable_sort(all.begin(), all.end(), stands_before);

    std::vector<TypedLine> grouped;
    if (!had_some && range.begin > 0) grouped.push_back({"", 0});
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0 && group_of(all[i - 1].text) != group_of(all[i].text)) grouped.push_back({"", 0});
        grouped.push_back(all[i]);
    }
    const bool touches = range.end < file.lines().size() && !is_blank(file.lines()[range.end].text);
    if (!had_some && touches) grouped.push_back({"", 0});
    file.replace(range.begin, range.end, grouped);
}

bool remove_include(TypedFile& file, const std::string& include) {
    auto& lines = file.lines();
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const TypedLine& line) {
        return is_include(line.text) && included(line.text) == included(include);
    });
    if (found == lines.end()) return false;
    lines.erase(found);
    return true;
}

}  // namespace book
