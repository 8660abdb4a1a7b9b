#include "tests/book/sections.hpp"

#include <algorithm>
#include <regex>

namespace book {

Problems check_sections(const Chapter& chapter) {
    static const std::regex form("([0-9]+)_(\\w+)_test\\.cpp");
    const Page page = page_of(chapter);
    Problems problems = page.problems;
    std::vector<std::pair<int, std::string>> tests;  // by number
    for (const std::string& file : files_below(chapter.folder() / "tests")) {
        std::smatch match;
        if (!file.ends_with("_test.cpp")) continue;
        if (!std::regex_match(file, match, form))
            problems.emplace_back(page.path, 1,
                                  "tests/" + file + " should be called N_some_section_test.cpp");
        else
            tests.emplace_back(std::stoi(match[1]), match[2]);
    }
    std::sort(tests.begin(), tests.end());
    std::size_t line_before = 0;
    for (const auto& [number, name] : tests) {
        std::string anchor = name;
        std::replace(anchor.begin(), anchor.end(), '_', '-');
        const auto section =
            std::find_if(page.sections.begin(), page.sections.end(),
                         [&](const Section& other) { return other.anchor == anchor; });
        const std::string file = "tests/" + std::to_string(number) + "_" + name + "_test.cpp";
        if (section == page.sections.end()) {
            problems.emplace_back(page.path, 1,
                                  file + " belongs to no section: none has the anchor " + anchor);
        } else {
            if (section->line < line_before)
                problems.emplace_back(
                    page.path, section->line,
                    file + " is out of order: the section of a later test stands above this one");
            line_before = section->line;
        }
    }
    if (tests.empty()) problems.emplace_back(page.path, 1, "the chapter has no tests");
    return problems;
}

}  // namespace book
