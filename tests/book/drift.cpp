#include "tests/book/drift.hpp"

#include "tests/book/type_along.hpp"

#include <algorithm>

namespace book {
namespace {

/// The number of the first line that differs, from 1.
std::size_t first_difference(const std::string& a, const std::string& b) {
    const auto lines_of_a = lines_of(a);
    const auto lines_of_b = lines_of(b);
    const auto [at, other] =
        std::mismatch(lines_of_a.begin(), lines_of_a.end(), lines_of_b.begin(), lines_of_b.end());
    return static_cast<std::size_t>(at - lines_of_a.begin()) + 1;
}

}  // namespace

Problems check_drift(const std::vector<Chapter>& chapters, std::size_t index) {
    if (index == 0) return {};
    const Chapter& before = chapters[index - 1];
    const Chapter& chapter = chapters[index];
    const Page page = page_of(chapter);
    if (!page.problems.empty()) return page.problems;
    Problems problems;
    for (const std::string& path : files_below(before.folder())) {
        const bool code = path.starts_with("rondo/") || path == "greet.cpp";
        const bool alike_everywhere = path == "Makefile" || path == "tests/run";
        if ((!code && !alike_everywhere) || !fs::exists(chapter.folder() / path)) continue;
        const bool touched = std::any_of(
            page.steps.begin(), page.steps.end(),
            [&](const Step& step) { return is_typed(step) && step.caption.path == path; });
        const std::string text = read_file(chapter.folder() / path);
        const std::string text_before = read_file(before.folder() / path);
        if (touched || text == text_before) continue;
        problems.emplace_back(
            chapter.path + "/" + path, first_difference(text, text_before),
            "this is not as in " + before.path + ", and the page does not touch it");
    }
    return problems;
}

}  // namespace book
