#include "tests/book/take.hpp"

#include "tests/book/type_along.hpp"

#include <stdexcept>

namespace book {

void take_page(Page page, const fs::path& folder) {
    if (!page.problems.empty()) throw page.problems.front();
    // What a page shows of its own files need not stand in those of a reader.
    std::erase_if(page.steps, [](const Step& step) { return !is_typed(step); });
    if (!fs::is_directory(folder)) throw std::runtime_error(folder.string() + " is no folder");
    TypedFiles before;
    for (const Step& step : page.steps) {
        const std::string& path = step.caption.path;
        if (fs::exists(folder / path))
            before.emplace(path, TypedFile(lines_of(read_file(folder / path))));
    }
    TypedFiles after = before;
    try {
        type_along(after, page);
    } catch (const Problem& problem) {
        throw std::runtime_error(std::string("The code in ") + folder.string() +
                                 " is not what this page builds on; nothing was changed.\n" +
                                 problem.what());
    }
    for (const auto& [path, file] : before)
        if (!after.contains(path)) fs::remove(folder / path);
    for (const auto& [path, file] : after) write_file(folder / path, file.text());
}

}  // namespace book
