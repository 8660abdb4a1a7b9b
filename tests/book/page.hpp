/// @file
/// A page of the book, taken apart.
#pragma once

#include "tests/book/caption.hpp"
#include "tests/book/problem.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Lines of pages are counted from 1, as editors do.

namespace book {

/// What stands between two lines of backquotes.
struct Fence {
    std::size_t line;  ///< of its first line of text
    std::string language;
    std::vector<std::string> lines;
};

/// Something to do: a caption, and mostly the block below it.
struct Step {
    std::size_t line;
    Caption caption;
    /// The paragraph of the caption: that of a checkpoint may have several lines.
    std::string text;
    std::optional<Fence> fence;
};

/// A heading, and the anchor above it (empty if there is none).
struct Section {
    std::size_t line;
    std::size_t level;
    std::string title;
    std::string anchor;
};

/// A paragraph "**Bug: name.** ..." with the tests that it names.
struct Bug {
    std::size_t line;
    std::string name;
    std::vector<std::string> tests;
};

/// A paragraph "**Exercise 1.2** (core) ..." with the folder that it links to.
struct Exercise {
    std::size_t line;
    std::string number;
    std::string level;
    std::string link;
};

struct Page {
    /// Where it is, from the repository's top.
    std::string path;
    std::vector<std::string> lines;
    std::vector<Step> steps;
    std::vector<Section> sections;
    std::vector<Bug> bugs;
    std::vector<Exercise> exercises;
    /// What is wrong with its notation.
    Problems problems;

    /// Whether a line (from 1) belongs to a block of code.
    bool is_code(std::size_t line) const;
    std::vector<bool> code_lines;
};

Page read_page(const std::string& path, std::string_view text);

/// The pieces of code within prose: `make test` of "run `make test`".
std::vector<std::string> code_spans(std::string_view prose);

/// Those of them that name a test: `Suite.Test`.
std::vector<std::string> tests_named(std::string_view prose);

}  // namespace book
