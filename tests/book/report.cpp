#include "tests/book/report.hpp"

#include "tests/book/compare.hpp"
#include "tests/book/type_along.hpp"

#include <algorithm>
#include <sstream>

namespace book {

Problems check_type_along(const std::vector<Chapter>& chapters, std::size_t index) {
    const Page page = page_of(chapters[index]);
    if (!page.problems.empty()) return page.problems;
    TypedFiles files = sources_before(chapters, index, page);
    try {
        type_along(files, page);
    } catch (const Problem& problem) {
        return {problem};
    }
    return compare(files, sources_of(chapters[index]), page);
}

std::string summary_of(const Page& page) {
    std::size_t blocks = 0, lines = 0, checkpoints = 0, since = 0, longest = 0, words = 0;
    for (const Step& step : page.steps) {
        if (is_typed(step)) ++blocks;
        lines += lines_to_type(step);
        since += lines_to_type(step);
        longest = std::max(longest, since);
        if (step.caption.verb != Verb::checkpoint) continue;
        ++checkpoints;
        since = 0;
    }
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        std::istringstream text(page.is_code(i + 1) ? "" : page.lines[i]);
        for (std::string word; text >> word;) ++words;
    }
    std::ostringstream text;
    text << words << " words, " << blocks << " blocks, " << lines << " lines to type, "
         << checkpoints << " checkpoints at most " << longest << " lines apart";
    return text.str();
}

}  // namespace book
