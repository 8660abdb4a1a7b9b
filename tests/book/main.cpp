/// @file
/// The author's commands, as the Makefile calls them:
///
///     book type-along [CHAPTER...]  types pages and compares: all, or those named by number
///     book weave                    carries changes forward, and takes the blocks from there
///     book take CHAPTER FOLDER      plays a page into a reader's folder
///     book plan [CHAPTER]           counts what each chapter builds, or lists what one does
#include "tests/book/carry.hpp"
#include "tests/book/plan_report.hpp"
#include "tests/book/report.hpp"
#include "tests/book/take.hpp"
#include "tests/book/weave.hpp"

#include <algorithm>
#include <exception>
#include <iostream>

namespace {

using namespace book;

int type_along(const std::vector<std::string>& wanted) {
    const std::vector<Chapter> chapters = chapters_of(".");
    bool all_well = true;
    for (std::size_t i = 0; i < chapters.size(); ++i) {
        const Chapter& chapter = chapters[i];
        const bool asked =
            wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const auto& name) {
                return chapter.path.find(name) != std::string::npos;
            });
        if (!asked) continue;
        const Problems problems = check_type_along(chapters, i);
        for (const Problem& problem : problems) std::cout << problem.what() << "\n";
        std::cout << chapter.path << ": " << summary_of(page_of(chapter))
                  << (problems.empty() ? "; it comes out as the folder has it"
                                       : "; NOT as the folder has it")
                  << "\n";
        all_well = all_well && problems.empty();
    }
    return all_well ? 0 : 1;
}

int weave_all() {
    const Carried carried = carry_forward(".");
    for (const std::string& path : carried.changed) std::cout << "changed   " << path << "\n";
    for (const std::string& conflict : carried.conflicts)
        std::cout << "CONFLICT  " << conflict << "\n";
    if (!carried.conflicts.empty()) {
        std::cout << "Settle these, commit, and say `make weave` again for the pages.\n";
        return 1;
    }
    for (const Chapter& chapter : chapters_of(".")) {
        const Page page = page_of(chapter);
        if (page.lines.empty()) continue;
        const std::string text = weave(page, sources_of(chapter));
        if (text == text_of(page.lines)) continue;
        write_file(chapter.page_path(), text);
        std::cout << "changed   " << chapter.page_path() << "\n";
    }
    return 0;
}

int take(const std::string& number, const std::string& folder) {
    for (const Chapter& chapter : chapters_of(".")) {
        if (chapter.number != number) continue;
        take_page(page_of(chapter), folder);
        std::cout << "What " << chapter.page_path() << " has its reader type is in " << folder
                  << " now.\n";
        return 0;
    }
    std::cerr << "there is no chapter " << number << "\n";
    return 2;
}

int plan(const std::vector<std::string>& chapter) {
    std::cout << (chapter.empty() ? plan_table(".") : plan_of_chapter(".", std::stoi(chapter[0])));
    return 0;
}

int run(const std::vector<std::string>& arguments) {
    if (!arguments.empty() && arguments[0] == "type-along")
        return type_along({arguments.begin() + 1, arguments.end()});
    if (arguments.size() == 3 && arguments[0] == "take") return take(arguments[1], arguments[2]);
    if (arguments.size() == 1 && arguments[0] == "weave") return weave_all();
    if (!arguments.empty() && arguments[0] == "plan")
        return plan({arguments.begin() + 1, arguments.end()});
    std::cerr
        << "usage: book type-along [CHAPTER...] | weave | take CHAPTER FOLDER | plan [CHAPTER]\n";
    return 2;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        return run({arguments + 1, arguments + count});
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 2;
    }
}
