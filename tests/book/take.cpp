#include "tests/book/take.hpp"

#include "tests/book/type_along.hpp"

#include <stdexcept>

namespace book {

void take_page(const Page& page, const fs::path& folder) {
    if (!page.problems.empty()) throw page.problems.front();
    if (!fs::is_directory(folder)) throw std::runtime_error(folder.string() + " is no folder");
    TypedFiles before;
    for (const Step& step : page.steps) {
        const std::string& path = step.caption.path;
        if (is_typed(step) && fs::exists(folder / path))
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
