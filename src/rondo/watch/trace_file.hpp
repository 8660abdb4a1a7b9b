/// @file
/// TraceFile: a list of events that is whole at any time.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace rondo {

/// A JSON list in a file, to which values are added. After each `flush` it is whole: the end of the
/// list is written, too, and overwritten by what comes next.
///
/// Built in chapter 15.
class TraceFile {
public:
    /// @throws RuntimeError if the file cannot be opened.
    explicit TraceFile(const std::string& path);
    /// Says so on standard error if the file is not what it should be: the disk was full, say.
    ~TraceFile();
    TraceFile(const TraceFile&) = delete;
    TraceFile& operator=(const TraceFile&) = delete;

    /// Adds a value.
    void add(std::string_view value);
    /// Hands all to the system, so that it is there even if the program crashes.
    void flush();

private:
    void write(std::string_view text);

    std::string path_;
    std::FILE* file_;
    bool can_go_back_;  // not in a pipe: there the end is written at the end
    bool empty_ = true;
    std::string unwritten_ = "[\n";
    int error_ = 0;
};

}  // namespace rondo
