/// @file
/// Files as text, and text as lines.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace book {

namespace fs = std::filesystem;

/// @throws std::runtime_error if the file cannot be read.
std::string read_file(const fs::path& path);

/// Writes a file, and the folders above it. A file that holds this text already is not touched, so
/// that what was made from it stays up to date.
void write_file(const fs::path& path, std::string_view text);

/// Without the line ends. A line end at the very end begins no further line.
std::vector<std::string> lines_of(std::string_view text);

/// Each with its line end.
std::string text_of(const std::vector<std::string>& lines);

/// Without white space at both ends.
std::string trimmed(std::string_view text);

/// With each run of white space made one space, and none at the ends.
std::string squeezed(std::string_view text);

bool is_blank(std::string_view text);

/// How many spaces a line begins with.
std::size_t indentation(std::string_view line);

/// Lines with `before` in front of each: for quoting them in a message.
std::string quoted(const std::vector<std::string>& lines, std::string_view before = "    ");

}  // namespace book
