#include "tests/book/source_tree.hpp"

#include <algorithm>

namespace book {

SourceFile::SourceFile(std::string its_path, std::string_view text)
    : path(std::move(its_path)), lines(lines_of(text)), entities(entities_of(text)) {}

std::vector<SourceFile> source_tree(const fs::path& folder) {
    std::vector<SourceFile> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.emplace_back(fs::relative(entry.path(), folder).generic_string(),
                               read_file(entry.path()));
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

bool is_built(const Entity& entity) {
    const bool announced = entity.kind == EntityKind::type && !entity.definition;
    return !announced && entity.kind != EntityKind::space && entity.kind != EntityKind::friend_ &&
           entity.kind != EntityKind::other;
}

std::string in_tree(std::string_view path) { return "src/rondo/" + std::string(path); }

}  // namespace book
