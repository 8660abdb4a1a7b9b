#include "tests/book/chapters.hpp"

#include <algorithm>
#include <regex>

namespace book {
namespace {

bool is_source(const fs::path& path) {
    return path.extension() == ".cpp" || path.extension() == ".hpp";
}

}  // namespace

std::vector<Chapter> chapters_of(const fs::path& root) {
    static const std::regex form("([0-9][0-9])-([a-z0-9-]+)");
    std::vector<Chapter> chapters;
    if (!fs::exists(root / "chapters")) return chapters;
    for (const auto& entry : fs::directory_iterator(root / "chapters")) {
        const std::string name = entry.path().filename().string();
        std::smatch match;
        if (entry.is_directory() && std::regex_match(name, match, form))
            chapters.push_back({root, "chapters/" + name, match[1], match[2]});
    }
    std::sort(chapters.begin(), chapters.end(),
              [](const Chapter& a, const Chapter& b) { return a.path < b.path; });
    return chapters;
}

Page page_of(const Chapter& chapter) {
    const std::string path = chapter.page_path();
    if (fs::exists(chapter.root / path)) return read_page(path, read_file(chapter.root / path));
    Page none;
    none.path = path;
    none.problems.emplace_back(path, 1, "there is no page");
    return none;
}

std::vector<std::string> files_below(const fs::path& folder) {
    std::vector<std::string> files;
    if (!fs::exists(folder)) return files;
    for (auto entry = fs::recursive_directory_iterator(folder);
         entry != fs::recursive_directory_iterator(); ++entry) {
        const std::string name = entry->path().filename().string();
        if (entry->is_directory() && (name == "build" || name.starts_with(".")))
            entry.disable_recursion_pending();
        else if (entry->is_regular_file())
            files.push_back(fs::relative(entry->path(), folder).generic_string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

TypedFiles sources_of(const Chapter& chapter) {
    TypedFiles sources;
    const auto add = [&](const fs::path& folder, const std::string& path,
                         const std::string& before) {
        sources.emplace(before + path, TypedFile(lines_of(read_file(folder / path))));
    };
    const bool is_the_last = chapter.number == "19" && !fs::exists(chapter.folder() / "rondo");
    const fs::path loop = is_the_last ? chapter.root / "src/rondo" : chapter.folder() / "rondo";
    for (const std::string& path : files_below(loop)) add(loop, path, "rondo/");
    if (!fs::exists(chapter.folder())) return sources;
    for (const auto& entry : fs::directory_iterator(chapter.folder()))
        if (entry.is_regular_file() && is_source(entry.path()))
            add(chapter.folder(), entry.path().filename().string(), "");
    return sources;
}

TypedFiles sources_before(const std::vector<Chapter>& chapters, std::size_t index,
                          const Page& page) {
    TypedFiles before;
    if (index > 0) before = sources_of(chapters[index - 1]);
    std::erase_if(before, [](const auto& source) {
        return !source.first.starts_with("rondo/") && source.first != "greet.cpp";
    });
    for (const auto& source : sources_of(chapters[index])) {
        const std::string& path = source.first;
        const bool is_new =
            std::any_of(page.steps.begin(), page.steps.end(), [&](const Step& step) {
                return step.caption.verb == Verb::new_file && step.caption.path == path;
            });
        const bool grows = path.starts_with("rondo/") || path == "greet.cpp";
        if (!grows && !is_new) before.insert(source);
    }
    return before;
}

}  // namespace book
