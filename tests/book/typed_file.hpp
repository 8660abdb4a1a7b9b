/// @file
/// TypedFile: a file as a reader has it so far, and which block of the page gave each line.
#pragma once

#include "tests/book/text.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace book {

struct TypedLine {
    std::string text;
    /// The line of the page, from 1, where it is shown; 0 if it was there before.
    std::size_t origin = 0;
};

class TypedFile {
public:
    TypedFile() = default;
    explicit TypedFile(std::vector<TypedLine> lines) : lines_(std::move(lines)) {}
    explicit TypedFile(const std::vector<std::string>& lines, std::size_t first_origin = 0) {
        for (const std::string& line : lines)
            lines_.push_back({line, first_origin == 0 ? 0 : first_origin++});
    }

    std::vector<TypedLine>& lines() { return lines_; }
    const std::vector<TypedLine>& lines() const { return lines_; }

    std::string text() const {
        std::string text;
        for (const TypedLine& line : lines_) text += line.text + "\n";
        return text;
    }

    std::vector<std::string> texts(std::size_t begin, std::size_t end) const {
        std::vector<std::string> texts;
        for (std::size_t i = begin; i < end; ++i) texts.push_back(lines_[i].text);
        return texts;
    }

    /// Puts lines in the place of those from `begin` to before `end`.
    void replace(std::size_t begin, std::size_t end, const std::vector<TypedLine>& with) {
        const auto first = lines_.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto at = lines_.erase(first, lines_.begin() + static_cast<std::ptrdiff_t>(end));
        lines_.insert(at, with.begin(), with.end());
    }

private:
    std::vector<TypedLine> lines_;
};

/// All files that a reader has typed, by their path within the folder.
using TypedFiles = std::map<std::string, TypedFile>;

}  // namespace book
