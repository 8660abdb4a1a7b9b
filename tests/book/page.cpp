#include "tests/book/page.hpp"

#include "tests/book/text.hpp"

#include <algorithm>
#include <regex>
#include <utility>

namespace book {
namespace {

class Reader {
public:
    Reader(const std::string& path, std::string_view text) {
        page_.path = path;
        page_.lines = lines_of(text);
        page_.code_lines.assign(page_.lines.size(), false);
    }

    Page read() {
        while (at_ < page_.lines.size()) {
            const std::string line = trimmed(here());
            if (line.starts_with("```") || line.starts_with("~~~"))
                read_fence();
            else if (line.starts_with("#"))
                read_heading(line);
            else if (const auto verb = bold_verb(line); verb && begins_paragraph())
                read_bold(*verb);
            else
                ++at_;
        }
        return std::move(page_);
    }

private:
    const std::string& here() const { return page_.lines[at_]; }
    void report(std::size_t line, const std::string& what) {
        page_.problems.emplace_back(page_.path, line, what);
    }

    /// An anchor may stand right above.
    bool begins_paragraph() const {
        return at_ == 0 || is_blank(page_.lines[at_ - 1]) || page_.lines[at_ - 1].ends_with("</a>");
    }

    /// The line above, blank ones aside.
    std::string line_above() const {
        for (std::size_t i = at_; i > 0; --i)
            if (!is_blank(page_.lines[i - 1])) return trimmed(page_.lines[i - 1]);
        return {};
    }

    void read_heading(const std::string& line) {
        static const std::regex anchor("<a id=\"([^\"]+)\"></a>");
        const auto level = line.find_first_not_of('#');
        Section section{at_ + 1, level, trimmed(line.substr(std::min(level, line.size()))), ""};
        std::smatch match;
        if (const std::string above = line_above(); std::regex_match(above, match, anchor))
            section.anchor = match[1];
        else if (level > 1)
            report(at_ + 1,
                   "no anchor above this heading; one line above it: <a id=\"some-slug\"></a>");
        page_.sections.push_back(section);
        ++at_;
    }

    /// A paragraph that begins with something bold.
    void read_bold(const std::string& verb) {
        const std::size_t line = at_ + 1;
        const std::string first = trimmed(here());
        std::string text;
        while (at_ < page_.lines.size() && !is_blank(here()) && !trimmed(here()).starts_with("```"))
            text += trimmed(page_.lines[at_++]) + " ";
        text = trimmed(text);
        if (verb == "Bug") return read_bug(line, text);
        if (verb == "Exercise") return read_exercise(line, text);
        if (!is_verb(verb)) return;  // unless a block follows, it is prose
        const auto caption = read_caption(verb == "Checkpoint" || verb == "Look" ? text : first);
        if (!caption)
            return report(line, "this is not how a caption reads; expected: " +
                                    std::string(form_of(verb)) + "\n    it reads: " + first);
        page_.steps.push_back({line, *caption, text, {}});
        open_step_ = true;
        find_fence_of(page_.steps.back());
        open_step_ = false;
    }

    void find_fence_of(Step& step) {
        const NeedsFence need = needs_fence(step.caption.verb);
        if (need == NeedsFence::no) return;
        while (at_ < page_.lines.size() && is_blank(here())) ++at_;
        const bool follows = at_ < page_.lines.size() && trimmed(here()).starts_with("```");
        if (follows) return read_fence();
        if (need == NeedsFence::yes) report(step.line, "no block of code below this caption");
    }

    void read_fence() {
        const std::string marks = trimmed(here());
        const std::size_t begin = at_;
        const std::size_t indent = indentation(here());
        const auto count = marks.find_first_not_of(marks[0]);
        const std::string closing = marks.substr(0, count);
        Fence fence{begin + 2, count == marks.npos ? "" : trimmed(marks.substr(count)), {}};
        ++at_;
        while (at_ < page_.lines.size() && trimmed(here()) != closing) {
            const std::string& line = here();
            fence.lines.push_back(line.substr(std::min(indent, indentation(line))));
            ++at_;
        }
        if (at_ == page_.lines.size()) report(begin + 1, "this block of code is not closed");
        const std::size_t end = std::min(at_ + 1, page_.lines.size());
        std::fill(page_.code_lines.begin() + static_cast<std::ptrdiff_t>(begin),
                  page_.code_lines.begin() + static_cast<std::ptrdiff_t>(end), true);
        at_ = end;
        if (!open_step_) return report_uncaptioned(begin);
        Step& step = page_.steps.back();
        const std::string_view wanted = language_of(step.caption.verb);
        if (!wanted.empty() && fence.language != wanted)
            report(begin + 1, "below this caption the block is ```" + std::string(wanted) +
                                  ", not ```" + fence.language + ": " + step.text);
        step.fence = std::move(fence);
    }

    void report_uncaptioned(std::size_t begin) {
        const std::size_t behind = std::exchange(at_, begin);
        const std::string above = line_above();
        at_ = behind;
        const auto verb = bold_verb(above);
        if (verb && !is_verb(*verb) && *verb != "Bug" && *verb != "Exercise")
            report(begin + 1,
                   "no caption begins with **" + *verb +
                       "**; expected New file, Add, Change, Rewrite, Look or Checkpoint");
        else
            report(begin + 1,
                   "a block of code without a caption; if there is nothing to type: **Look**, "
                   "nothing to type");
    }

    void read_bug(std::size_t line, const std::string& text) {
        static const std::regex form("\\*\\*Bug: ([^*]+)\\.\\*\\*.*");
        std::smatch match;
        if (!std::regex_match(text, match, form))
            return report(line, "expected: **Bug: its name.** and what happens");
        page_.bugs.push_back({line, match[1], tests_named(text)});
    }

    void read_exercise(std::size_t line, const std::string& text) {
        static const std::regex form(
            "\\*\\*Exercise ([0-9]+\\.[0-9]+)\\*\\* "
            "\\((warm-up|core|stretch)\\).*?\\]\\(([^)]+)\\).*");
        std::smatch match;
        if (!std::regex_match(text, match, form))
            return report(line,
                          "expected: **Exercise 1.2** (warm-up, core or stretch), with a link to "
                          "its folder in the same paragraph");
        page_.exercises.push_back({line, match[1], match[2], match[3]});
    }

    Page page_;
    std::size_t at_ = 0;
    bool open_step_ = false;  // the next block belongs to the last caption
};

}  // namespace

bool Page::is_code(std::size_t line) const {
    return line > 0 && line <= code_lines.size() && code_lines[line - 1];
}

Page read_page(const std::string& path, std::string_view text) { return Reader(path, text).read(); }

std::vector<std::string> code_spans(std::string_view prose) {
    std::vector<std::string> spans;
    while (true) {
        const auto begin = prose.find('`');
        if (begin == prose.npos) return spans;
        const auto end = prose.find('`', begin + 1);
        if (end == prose.npos) return spans;
        spans.emplace_back(prose.substr(begin + 1, end - begin - 1));
        prose.remove_prefix(end + 1);
    }
}

std::vector<std::string> tests_named(std::string_view prose) {
    static const std::regex name("[A-Z]\\w*\\.[A-Z]\\w*");
    std::vector<std::string> tests = code_spans(prose);
    std::erase_if(tests, [](const std::string& span) { return !std::regex_match(span, name); });
    return tests;
}

}  // namespace book
