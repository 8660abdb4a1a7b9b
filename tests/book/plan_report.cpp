#include "tests/book/plan_report.hpp"

#include "tests/book/plan_check.hpp"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace book {

std::string plan_table(const fs::path& root) {
    const Plan plan = read_plan(plan_path, read_file(root / plan_path));
    const std::vector<SourceFile> sources = source_tree(root / "src/rondo");
    std::map<int, ChapterSize> sizes = sizes_of(owners(plan, sources));
    std::ostringstream text;
    const auto row = [&](const auto& name, const auto& new_lines, const auto& taken_lines) {
        text << std::setw(7) << name << std::setw(7) << new_lines << std::setw(7) << taken_lines
             << "\n";
    };
    row("chapter", "new", "taken");
    ChapterSize all;
    for (const PlannedChapter& planned : plan.chapters) {
        const ChapterSize& size = sizes[planned.number];
        row(planned.number, size.new_lines, size.taken_lines);
        all.new_lines += size.new_lines;
        all.taken_lines += size.taken_lines;
    }
    row("all", all.new_lines, all.taken_lines);
    return text.str();
}

std::string plan_of_chapter(const fs::path& root, int number) {
    const Plan plan = read_plan(plan_path, read_file(root / plan_path));
    const std::vector<SourceFile> sources = source_tree(root / "src/rondo");
    const Ownership ownership = owners(plan, sources);
    std::ostringstream text;
    for (const OwnedFile& file : ownership.files) {
        const auto lines =
            std::count_if(file.lines.begin(), file.lines.end(),
                          [&](const Owner& owner) { return owner.chapter == number; });
        if (lines == 0) continue;
        text << file.source->path << ": " << lines << " lines\n";
        for (std::size_t i = 0; i < file.entities.size(); ++i)
            if (file.entities[i].chapter == number)
                text << "    " << squeezed(file.source->entities[i].name)
                     << (file.entities[i].taken ? " (taken)\n" : "\n");
    }
    return text.str();
}

}  // namespace book
