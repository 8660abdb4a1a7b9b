/// @file
/// For the tests: pages and files made of a few lines.
#pragma once

#include "tests/book/page.hpp"
#include "tests/book/type_along.hpp"
#include "tests/book/typed_file.hpp"

#include <initializer_list>
#include <string>
#include <utility>

namespace book {

inline TypedFiles files_with(
    std::initializer_list<std::pair<std::string, std::string>> path_and_text) {
    TypedFiles files;
    for (const auto& [path, text] : path_and_text) files.emplace(path, TypedFile(lines_of(text)));
    return files;
}

/// A caption, and the block below it.
inline std::string block(const std::string& caption, const std::string& language,
                         const std::string& text) {
    return caption + "\n\n```" + language + "\n" + text + "```\n\n";
}

inline Page try_page(const std::string& text) { return read_page("page.md", text); }

/// What a page says is wrong with it; empty if nothing is.
inline std::string problems_of(const Problems& problems) {
    std::string all;
    for (const Problem& problem : problems) all += std::string(problem.what()) + "\n";
    return all;
}

/// Types a page, and gives what is wrong; empty if nothing is.
inline std::string try_typing(TypedFiles& files, const std::string& text) {
    const Page page = try_page(text);
    if (!page.problems.empty()) return problems_of(page.problems);
    try {
        type_along(files, page);
    } catch (const Problem& problem) {
        return problem.what();
    }
    return "";
}

}  // namespace book
