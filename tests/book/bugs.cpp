#include "tests/book/bugs.hpp"

#include "tests/book/trial.hpp"
#include "tests/book/type_along.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace book {
namespace {

/// The files of a folder with a patch applied to them, or what `patch` says if it does not fit.
struct Patched {
    Files files;
    std::string complaint;
};

Patched apply_patch(const Files& files, const fs::path& patch, const fs::path& scratch) {
    fs::remove_all(scratch);
    for (const auto& [path, text] : files) write_file(scratch / path, text);
    const Outcome outcome = run_command(
        scratch, "patch -p1 --forward --no-backup-if-mismatch <" + shell_word(patch.string()),
        std::chrono::seconds(20));
    if (!outcome.succeeded()) return {{}, outcome.output};
    Patched patched{files, ""};
    for (auto& [path, text] : patched.files) text = read_file(scratch / path);
    return patched;
}

/// The test that a patch names.
std::string test_of(const std::string& patch) {
    for (const std::string& line : lines_of(patch))
        if (line.starts_with("Test:")) return trimmed(line.substr(5));
    return "none";
}

class BugTrials {
public:
    BugTrials(const std::vector<Chapter>& chapters, std::size_t index)
        : chapters_(chapters),
          index_(index),
          chapter_(chapters[index]),
          page_(page_of(chapter_)),
          workshop_(chapter_.root, fs::path(chapter_.path).filename().string() + "-bugs") {}

    Problems all() {
        if (!page_.problems.empty()) return page_.problems;
        for (const std::string& file : files_below(chapter_.folder() / "bugs"))
            patches_[file] = test_of(read_file(chapter_.folder() / "bugs" / file));
        for (const Bug& bug : page_.bugs) try_bug(bug);
        for (const auto& [patch, test] : patches_)
            if (!told_.contains(patch))
                report(1, "no **Bug: ...** paragraph of the page names the test of bugs/" + patch +
                              ", `" + test + "`");
        return problems_;
    }

private:
    void report(std::size_t line, const std::string& what) {
        problems_.emplace_back(page_.path, line, what);
    }

    void try_bug(const Bug& bug) {
        if (bug.tests.empty())
            return report(bug.line,
                          "this bug names no test; expected one in backquotes: `Suite.Test`");
        for (const auto& [patch, test] : patches_) {
            if (test != bug.tests.front()) continue;
            told_.insert(patch);
            return try_patch(bug, patch);
        }
        try_cure(bug);
    }

    void expect(const Bug& bug, const TypedFiles& code, Verdict wanted, const std::string& when) {
        expect(bug, folder_of_reader(chapters_, index_, code), wanted, when);
    }
    void expect(const Bug& bug, const Files& files, Verdict wanted, const std::string& when) {
        const std::string& test = bug.tests.front();
        const Trial trial = try_test(workshop_, files, test, wanted);
        if (trial.verdict == wanted) return;
        report(bug.line,
               "`" + test + "` " + in_words(trial.verdict) + " " + when +
                   (trial.output.empty() ? "" : ", and says:\n" + quoted(lines_of(trial.output))));
    }

    void try_patch(const Bug& bug, const std::string& name) {
        const fs::path patch = chapter_.folder() / "bugs" / name;
        const Files files = folder_of_reader(chapters_, index_, sources_of(chapter_));
        const Patched patched = apply_patch(files, patch, workshop_.folder().string() + "-patched");
        if (!patched.complaint.empty())
            return report(bug.line, "bugs/" + name + " does not fit any more:\n" +
                                        quoted(lines_of(patched.complaint)));
        expect(bug, patched.files, Verdict::red, "with bugs/" + name + ", and should be red");
        expect(bug, files, Verdict::green, "without the bug, and should be green");
    }

    /// The line of the next checkpoint below a line, behind a step that is typed; or of the next
    /// section; or one behind the page.
    std::size_t end_of_cure(std::size_t line) const {
        std::size_t end = page_.lines.size() + 1;
        for (const Section& section : page_.sections)
            if (section.line > line) end = std::min(end, section.line);
        bool typed = false;
        for (const Step& step : page_.steps) {
            if (step.line <= line || step.line >= end) continue;
            typed = typed || is_typed(step);
            if (typed && step.caption.verb == Verb::checkpoint) return step.line;
        }
        return typed ? end : 0;
    }

    void try_cure(const Bug& bug) {
        const std::size_t end = end_of_cure(bug.line);
        if (end == 0)
            return report(
                bug.line,
                "nothing in this section cures the bug, and no patch in bugs/ begins with "
                "'Test: " +
                    bug.tests.front() + "'");
        try {
            TypedFiles before = sources_before(chapters_, index_, page_);
            TypedFiles after = before;
            type_along(before, page_, bug.line);
            type_along(after, page_, end);
            expect(bug, before, Verdict::red, "where this paragraph stands, and should be red");
            expect(
                bug, after, Verdict::green,
                "with what is typed down to line " + std::to_string(end) + ", and should be green");
        } catch (const Problem& problem) {
            problems_.push_back(problem);
        }
    }

    const std::vector<Chapter>& chapters_;
    std::size_t index_;
    const Chapter& chapter_;
    Page page_;
    Workshop workshop_;
    Problems problems_;
    std::map<std::string, std::string> patches_;  // and the test that each names
    std::set<std::string> told_;
};

}  // namespace

Problems check_bugs(const std::vector<Chapter>& chapters, std::size_t index) {
    return BugTrials(chapters, index).all();
}

}  // namespace book
