#include "tests/book/checkpoint.hpp"

#include "tests/book/type_along.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <regex>

namespace book {
namespace {

constexpr std::chrono::seconds limit(300);

/// So often is measured what has figures with a `~`: other programs get in the way of a
/// measurement.
constexpr int attempts = 4;

/// Whether a printed line is the one that is shown, figures with a `~` aside.
bool same_line(const std::string& shown, const std::string& printed) {
    static const std::regex figure("~([0-9]+(?:\\.[0-9]+)?)");
    std::string pattern;
    std::vector<double> wanted;
    const auto add_literally = [&](const std::string& text) {
        for (const char c : text) {
            if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos)
                pattern += '\\';
            pattern += c;
        }
    };
    std::string rest = shown;
    for (std::smatch match; std::regex_search(rest, match, figure); rest = match.suffix()) {
        add_literally(match.prefix());
        pattern += "([0-9]+(?:\\.[0-9]+)?)";
        wanted.push_back(std::stod(match[1]));
    }
    if (wanted.empty()) return shown == printed;
    add_literally(rest);
    std::smatch match;
    if (!std::regex_match(printed, match, std::regex(pattern))) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (std::abs(std::stod(match[i + 1]) - wanted[i]) > wanted[i] / 4 + 1e-9) return false;
    return true;
}

/// Compares line by line from both ends of what is left on; notes how far it got.
class Comparison {
public:
    Comparison(const std::vector<std::string>& shown, const std::vector<std::string>& printed)
        : shown_(shown), printed_(printed) {}

    bool same(std::size_t at_shown = 0, std::size_t at_printed = 0) {
        for (; at_shown < shown_.size(); ++at_shown, ++at_printed) {
            if (trimmed(shown_[at_shown]) == "…") {
                for (std::size_t i = at_printed; i <= printed_.size(); ++i)
                    if (same(at_shown + 1, i)) return true;
                return false;
            }
            note(at_shown, at_printed);
            if (at_printed == printed_.size() || !same_line(shown_[at_shown], printed_[at_printed]))
                return false;
        }
        note(at_shown, at_printed);
        return at_printed == printed_.size();
    }

    std::string difference() const {
        const auto line = [](const std::vector<std::string>& lines, std::size_t at) {
            return at < lines.size() ? lines[at] : "(no further line)";
        };
        return "line " + std::to_string(farthest_shown_ + 1) + " is shown as\n    " +
               line(shown_, farthest_shown_) + "\n  and printed was\n    " +
               line(printed_, farthest_printed_);
    }

private:
    void note(std::size_t at_shown, std::size_t at_printed) {
        if (at_shown < farthest_shown_) return;
        farthest_shown_ = at_shown;
        farthest_printed_ = at_printed;
    }

    const std::vector<std::string>& shown_;
    const std::vector<std::string>& printed_;
    std::size_t farthest_shown_ = 0;
    std::size_t farthest_printed_ = 0;
};

bool has_figures(const ShownCommand& shown) {
    return std::any_of(shown.output.begin(), shown.output.end(),
                       [](const std::string& line) { return line.find('~') != line.npos; });
}

/// What is wrong with a command's outcome; empty if nothing is.
std::string fault_of(const ShownCommand& shown, const Outcome& outcome) {
    if (outcome.timed_out())
        return "it did not end within " + std::to_string(limit.count()) + " s; it printed:\n" +
               quoted(lines_of(outcome.output));
    if (!shown.shows_output)
        return outcome.succeeded() ? ""
                                   : "it fails, and prints:\n" + quoted(lines_of(outcome.output));
    const std::string difference = compare_output(shown.output, outcome.output);
    return difference.empty()
               ? ""
               : difference + "\n  All that it printed:\n" + quoted(lines_of(outcome.output));
}

}  // namespace

std::vector<ShownCommand> commands_of(const Step& checkpoint) {
    std::vector<ShownCommand> commands;
    if (!checkpoint.fence) {
        for (const std::string& span : code_spans(checkpoint.text))
            if (span.starts_with("make")) commands.push_back({span, checkpoint.line, {}, false});
        return commands;
    }
    const Fence& fence = *checkpoint.fence;
    for (std::size_t i = 0; i < fence.lines.size(); ++i) {
        if (fence.lines[i].starts_with("$ "))
            commands.push_back({fence.lines[i].substr(2), fence.line + i, {}, true});
        else if (!commands.empty())
            commands.back().output.push_back(fence.lines[i]);
    }
    return commands;
}

std::string compare_output(const std::vector<std::string>& shown, const std::string& printed) {
    static const std::regex from_make("make(\\[[0-9]+\\])?: \\*\\*\\* .*|  (compile|link) {2,}.*");
    std::vector<std::string> lines = lines_of(printed);
    std::erase_if(lines, [](const std::string& line) { return std::regex_match(line, from_make); });
    Comparison comparison(shown, lines);
    return comparison.same() ? "" : comparison.difference();
}

Problems check_checkpoints(const std::vector<Chapter>& chapters, std::size_t index,
                           const std::function<bool()>& wait_until_free) {
    const Chapter& chapter = chapters[index];
    const Page page = page_of(chapter);
    if (!page.problems.empty()) return page.problems;
    Problems problems;
    Workshop workshop(chapter.root, fs::path(chapter.path).filename().string());
    TypedFiles typed = sources_before(chapters, index, page);
    std::size_t checkpoints = 0;
    for (const Step& step : page.steps) {
        try {
            type(typed, page, step);
        } catch (const Problem& problem) {
            return {problem};
        }
        if (step.caption.verb != Verb::checkpoint) continue;
        ++checkpoints;
        const std::vector<ShownCommand> shown = commands_of(step);
        if (shown.empty()) {
            problems.emplace_back(page.path, step.line, "this checkpoint has no command to run");
            continue;
        }
        std::vector<std::string> commands;
        for (const ShownCommand& command : shown) commands.push_back(command.command);
        workshop.lay_out(folder_of_reader(chapters, index, typed));
        const auto as_shown = [&](const std::vector<Outcome>& all) {
            for (std::size_t i = 0; i < all.size(); ++i)
                if (!fault_of(shown[i], all[i]).empty()) return false;
            return true;
        };
        const bool measures = std::any_of(shown.begin(), shown.end(), has_figures);
        bool measured = true;
        std::vector<Outcome> outcomes = workshop.run(commands, limit, as_shown);
        for (int i = 1; measures && i < attempts && !as_shown(outcomes); ++i) {
            measured = wait_until_free();
            if (!measured) {
                std::cerr << page.path << ':' << step.line
                          << ": figures not compared, for others keep the processor busy\n";
                break;
            }
            outcomes = workshop.run(commands, limit, as_shown);
        }
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            if (const std::string fault = fault_of(shown[i], outcomes[i]);
                !fault.empty() && (measured || !has_figures(shown[i])))
                problems.emplace_back(page.path, shown[i].line,
                                      "`" + shown[i].command + "`: " + fault);
    }
    if (checkpoints == 0) problems.emplace_back(page.path, 1, "the page has no checkpoint");
    return problems;
}

}  // namespace book
