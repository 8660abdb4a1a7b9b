#include "tests/book/plan.hpp"

#include "tests/book/page.hpp"
#include "tests/book/text.hpp"

#include <algorithm>
#include <regex>

namespace book {
namespace {

constexpr std::string_view open_end = "…)";

std::string without_spaces(std::string_view text) {
    std::string result;
    std::copy_if(text.begin(), text.end(), std::back_inserter(result),
                 [](char c) { return c != ' '; });
    return result;
}

/// The cells of a row of a table; a `|` within code divides nothing.
std::vector<std::string> cells_of(const std::string& row) {
    std::vector<std::string> cells;
    bool in_code = false;
    for (const char character : row) {
        if (character == '`') in_code = !in_code;
        if (character == '|' && !in_code)
            cells.emplace_back();
        else if (!cells.empty())
            cells.back() += character;
    }
    if (!cells.empty() && is_blank(cells.back())) cells.pop_back();
    for (std::string& cell : cells) cell = trimmed(cell);
    return cells;
}

/// The parts between semicolons, without what stands in parentheses. Code is left as it is.
std::vector<std::string> clauses_of(const std::string& cell) {
    std::vector<std::string> clauses(1);
    bool in_code = false;
    int depth = 0;
    for (const char character : cell) {
        if (character == '`') in_code = !in_code;
        if (character == '(' && !in_code) ++depth;
        if (character == ';' && !in_code && depth == 0)
            clauses.emplace_back();
        else if (depth == 0)
            clauses.back() += character;
        if (character == ')' && !in_code) --depth;
    }
    for (std::string& clause : clauses) clause = trimmed(clause);
    return clauses;
}

class PlanReader {
public:
    PlanReader(const std::string& path, std::string_view text) : lines_(lines_of(text)) {
        plan_.path = path;
    }

    Plan read() {
        for (line_ = 1; line_ <= lines_.size(); ++line_) read_line(lines_[line_ - 1]);
        return std::move(plan_);
    }

private:
    void fail(const std::string& what) { plan_.problems.emplace_back(plan_.path, line_, what); }

    void read_line(const std::string& line) {
        static const std::regex chapter("## Chapter ([0-9]+): .*");
        static const std::regex count("\\*\\*Lines\\.\\*\\* ([0-9]+) new(; ([0-9]+) taken)?\\..*");
        std::smatch match;
        if (!line.starts_with("|")) in_table_ = false;
        if (std::regex_match(line, match, chapter)) {
            plan_.chapters.push_back({std::stoi(match[1]), line_});
        } else if (line.starts_with("## ")) {
            chapters_are_over_ = !plan_.chapters.empty();
        } else if (plan_.chapters.empty() || chapters_are_over_) {
            return;
        } else if (std::regex_match(line, match, count)) {
            PlannedChapter& here = plan_.chapters.back();
            here.lines_line = line_;
            here.new_lines = std::stoul(match[1]);
            here.taken_lines = match[3].matched ? std::stoul(match[3]) : 0;
        } else if (line.starts_with("**Lines.**")) {
            fail("this is read as `**Lines.** 210 new; 40 taken.`, with prose behind it");
        } else if (squeezed(line) == "| file | what |") {
            in_table_ = true;
        } else if (in_table_ && !line.starts_with("|--")) {
            read_row(cells_of(line));
        }
    }

    void read_row(const std::vector<std::string>& cells) {
        if (cells.size() != 2) return fail("a row has two cells: `| file | what |`");
        const std::vector<std::string> files = code_spans(cells[0]);
        if (files.empty()) return fail("a row begins with a file in backquotes, from src/rondo on");
        for (const std::string& clause : clauses_of(cells[1])) read_clause(files, clause);
    }

    void read_clause(const std::vector<std::string>& files, const std::string& clause) {
        static const std::pair<std::string_view, PlanVerb> verbs[] = {
            {"new", PlanVerb::whole},       {"adds", PlanVerb::adds},
            {"taken", PlanVerb::taken},     {"changes", PlanVerb::changes},
            {"for now", PlanVerb::for_now}, {"to be built", PlanVerb::to_build}};
        const auto verb = std::find_if(std::begin(verbs), std::end(verbs), [&](const auto& one) {
            return clause.starts_with(one.first);
        });
        if (verb == std::end(verbs))
            return fail("'" + clause +
                        "' begins with none of: new, adds, taken, changes, for now, to be built");
        const std::vector<std::string> names = code_spans(clause);
        const int chapter = plan_.chapters.back().number;
        const bool needs_names =
            verb->second == PlanVerb::adds || verb->second == PlanVerb::changes;
        if (needs_names && names.empty())
            return fail("'" + clause + "' names nothing in backquotes");
        const bool names_a_file = names.empty() || verb->second == PlanVerb::whole;
        if (names_a_file) plan_.entries.push_back({chapter, line_, verb->second, files, ""});
        if (verb->second == PlanVerb::whole && !names.empty())
            plan_.listed.insert(plan_.listed.end(), files.begin(), files.end());
        for (const std::string& name : names)
            plan_.entries.push_back(
                {chapter, line_, verb->second == PlanVerb::whole ? PlanVerb::adds : verb->second,
                 files, name});
    }

    std::vector<std::string> lines_;
    std::size_t line_ = 0;
    bool in_table_ = false;
    bool chapters_are_over_ = false;
    Plan plan_;
};

}  // namespace

Plan read_plan(const std::string& path, std::string_view text) {
    return PlanReader(path, text).read();
}

bool plan_name_fits(std::string_view wanted, std::string_view name, std::string_view written) {
    const std::string pattern = without_spaces(wanted);
    const std::string full = without_spaces(written);
    if (pattern.ends_with(open_end))
        return full.starts_with(pattern.substr(0, pattern.size() - open_end.size()));
    return pattern == without_spaces(name) || pattern == full;
}

}  // namespace book
