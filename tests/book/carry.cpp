#include "tests/book/carry.hpp"

#include "tests/book/chapters.hpp"
#include "tests/book/command.hpp"

#include <algorithm>
#include <optional>

namespace book {
namespace {

constexpr std::chrono::seconds limit(60);

class Carrier {
public:
    explicit Carrier(const fs::path& root) : root_(root), scratch_(root / "build/book/weave") {
        fs::create_directories(scratch_);
    }

    Carried all() {
        const std::vector<Chapter> chapters = chapters_of(root_);
        for (std::size_t i = 0; i < chapters.size(); ++i) {
            const bool is_last = i + 1 == chapters.size();
            for (const std::string& file : files_of(chapters[i].path)) {
                if (!is_last)
                    carry(chapters[i].path + "/" + file, chapters[i + 1].path + "/" + file,
                          !committed_files(chapters[i + 1].path).empty());
                else if (file.starts_with("rondo/"))
                    carry(chapters[i].path + "/" + file, "src/" + file, false);
            }
        }
        return std::move(carried_);
    }

private:
    using Text = std::optional<std::string>;

    std::string git(const std::string& command) const {
        const Outcome outcome =
            run_command(scratch_, "git -C " + shell_word(root_.string()) + " " + command, limit);
        return outcome.succeeded() ? outcome.output : "";
    }

    std::vector<std::string> committed_files(const std::string& folder) const {
        std::vector<std::string> files =
            lines_of(git("ls-tree -r --name-only HEAD " + shell_word(folder)));
        for (std::string& file : files) file.erase(0, folder.size() + 1);
        return files;
    }

    /// Those of a chapter that later chapters have too, as they are now or as they were committed.
    std::vector<std::string> files_of(const std::string& folder) const {
        std::vector<std::string> files = files_below(root_ / folder);
        for (const std::string& file : committed_files(folder)) files.push_back(file);
        std::erase_if(files, [](const std::string& file) {
            const bool source =
                file.find('/') == file.npos && (file.ends_with(".cpp") || file.ends_with(".hpp"));
            return !source && !file.starts_with("rondo/") && file != "Makefile" &&
                   file != "tests/run";
        });
        std::sort(files.begin(), files.end());
        files.erase(std::unique(files.begin(), files.end()), files.end());
        return files;
    }

    Text now(const std::string& path) const {
        return fs::exists(root_ / path) ? Text(read_file(root_ / path)) : Text();
    }
    Text committed(const std::string& path) const {
        const Outcome outcome = run_command(
            scratch_,
            "git -C " + shell_word(root_.string()) + " show " + shell_word("HEAD:./" + path),
            limit);
        return outcome.succeeded() ? Text(outcome.output) : Text();
    }

    static bool has_marks(const Text& text) {
        return text && text->find("\n<<<<<<< ") != text->npos;
    }

    /// @param may_add whether the file may be new there.
    void carry(const std::string& from, const std::string& to, bool may_add) {
        const Text before = committed(from);
        const Text after = now(from);
        const Text there = now(to);
        if (before == after || after == there) return;
        if (has_marks(after)) return;  // that was reported, and goes no further
        if (has_marks(there))
            return conflict(to, "it still holds the marks of an earlier conflict");
        if (before && after && there) return merge(from, to, *before, *after);
        if (!before && !there && may_add) return change(to, after);
        if (after || !there) return;  // they went different ways long ago, or it is gone there too
        if (there == before) return change(to, {});
        conflict(to, "it was changed there, and is deleted in " + from);
    }

    void change(const std::string& path, const Text& text) {
        if (text)
            write_file(root_ / path, *text);
        else
            fs::remove(root_ / path);
        carried_.changed.push_back(path);
    }

    void conflict(const std::string& path, const std::string& what) {
        carried_.conflicts.push_back(path + ": " + what);
    }

    void merge(const std::string& from, const std::string& to, const std::string& before,
               const std::string& after) {
        write_file(scratch_ / "before", before);
        write_file(scratch_ / "after", after);
        write_file(scratch_ / "merged", *now(to));
        const Outcome outcome = run_command(scratch_,
                                            "git merge-file -L " + shell_word(to) + " -L " +
                                                shell_word(from + " before") + " -L " +
                                                shell_word(from) + " merged before after",
                                            limit);
        const std::string merged = read_file(scratch_ / "merged");
        if (merged == *now(to)) return;
        change(to, merged);
        if (!outcome.succeeded())
            conflict(to, "the change in " + from +
                             " and the text here meet in the same lines; see the marks");
    }

    fs::path root_;
    fs::path scratch_;
    Carried carried_;
};

}  // namespace

Carried carry_forward(const fs::path& root) { return Carrier(fs::absolute(root)).all(); }

}  // namespace book
