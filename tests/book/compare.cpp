#include "tests/book/compare.hpp"

#include "tests/book/tokens.hpp"
#include "tests/book/type_along.hpp"

#include <algorithm>

namespace book {
namespace {

/// A file as a row of tokens, and a place in it.
struct Row {
    const TypedFile& file;
    std::vector<Token> tokens = tokens_to_type(file.text());

    bool ends_at(std::size_t at) const { return at >= tokens.size(); }

    /// Some lines from a token's on: through the line of the token `to`, at most eight.
    std::vector<std::string> lines(std::size_t at, std::size_t to) const {
        if (ends_at(at)) return {"(the end of the file)"};
        const std::size_t begin = tokens[at].line;
        const std::size_t last = tokens[std::min(std::max(at, to), tokens.size() - 1)].end_line;
        const std::size_t end = std::min(last, begin + 8);
        std::vector<std::string> lines = file.texts(begin, end);
        if (end < last) lines.emplace_back("...");
        return lines;
    }
};

/// How many tokens of `row` from `at` on are too much: behind them it goes on as the other does.
/// 0 if it does not within sight.
std::size_t surplus(const Row& row, const Row& other, std::size_t at) {
    constexpr std::size_t in_sight = 2000;
    constexpr std::size_t convincing = 6;
    const std::size_t wanted = std::min(convincing, other.tokens.size() - at);
    for (std::size_t skip = 1; skip < in_sight && at + skip + wanted <= row.tokens.size(); ++skip) {
        std::size_t same = 0;
        while (same < wanted && row.tokens[at + skip + same].text == other.tokens[at + same].text)
            ++same;
        if (same == wanted) return skip;
    }
    return 0;
}

/// The line of the page that an author wants to see: the block that gave the token; else the last
/// one above it in the file; else the last step with this file; else the top.
std::size_t line_to_blame(const Row& typed, std::size_t at, const Page& page,
                          const std::string& path) {
    const auto& lines = typed.file.lines();
    if (!typed.ends_at(at) && lines[typed.tokens[at].line].origin > 0)
        return lines[typed.tokens[at].line].origin;
    std::size_t line = typed.ends_at(at) ? lines.size() : typed.tokens[at].line;
    while (line > 0 && lines[line - 1].origin == 0) --line;
    if (line > 0) return lines[line - 1].origin;
    for (auto step = page.steps.rbegin(); step != page.steps.rend(); ++step)
        if (step->caption.path == path) return step->line;
    return 1;
}

std::string source_of(const Row& typed, std::size_t at) {
    if (typed.ends_at(at)) return "";
    const std::size_t origin = typed.file.lines()[typed.tokens[at].line].origin;
    return origin == 0 ? " (from the chapter before)"
                       : " (from line " + std::to_string(origin) + " of the page)";
}

Problem describe(const Row& typed, const Row& expected, std::size_t at, const Page& page,
                 const std::string& path) {
    const std::string folder = fs::path(page.path).parent_path().generic_string();
    const std::size_t line_there =
        expected.ends_at(at) ? expected.file.lines().size() : expected.tokens[at].line + 1;
    const std::string there = folder + "/" + path + ":" + std::to_string(line_there);
    const std::size_t blamed = line_to_blame(typed, at, page, path);
    if (const std::size_t missing = surplus(expected, typed, at))
        return {page.path, blamed,
                "no block of the page gives this, which " + there + " has:\n" +
                    quoted(expected.lines(at, at + missing - 1)) + "\n  It stands before" +
                    source_of(typed, at) + ":\n" + quoted(typed.lines(at, at))};
    if (const std::size_t too_much = surplus(typed, expected, at))
        return {page.path, blamed,
                path + " as typed has this" + source_of(typed, at) +
                    ", and the folder does not:\n" + quoted(typed.lines(at, at + too_much - 1)) +
                    "\n  " + there + " goes on with:\n" + quoted(expected.lines(at, at))};
    return {page.path, blamed,
            path + " as typed reads" + source_of(typed, at) + ":\n" +
                quoted(typed.lines(at, at + 10)) + "\n  where " + there + " reads:\n" +
                quoted(expected.lines(at, at + 10))};
}

}  // namespace

Problems compare(const TypedFiles& typed, const TypedFiles& expected, const Page& page) {
    Problems problems;
    for (const auto& [path, file] : expected) {
        const auto found = typed.find(path);
        if (found == typed.end()) {
            problems.emplace_back(page.path, 1,
                                  "no block of the page gives the file `" + path +
                                      "`, which the chapter's folder has");
            continue;
        }
        const Row of_typed{found->second};
        const Row of_expected{file};
        const auto [a, b] =
            std::mismatch(of_typed.tokens.begin(), of_typed.tokens.end(),
                          of_expected.tokens.begin(), of_expected.tokens.end(), same_text);
        if (a == of_typed.tokens.end() && b == of_expected.tokens.end()) continue;
        const auto at = static_cast<std::size_t>(a - of_typed.tokens.begin());
        problems.push_back(describe(of_typed, of_expected, at, page, path));
    }
    for (const auto& [path, file] : typed) {
        if (expected.contains(path)) continue;
        std::size_t line = 1;
        for (const Step& step : page.steps)
            if (step.caption.path == path) line = step.line;
        problems.emplace_back(page.path, line,
                              "the chapter's folder has no file `" + path +
                                  "`; if it is to go: **Delete** `" + path + "`");
    }
    return problems;
}

}  // namespace book
