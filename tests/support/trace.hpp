/// @file
/// Trace: what a recorded loop left in a file.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#ifdef _WIN32
#include <process.h>
#else
#include <unistd.h>
#endif

namespace support {

using Json = nlohmann::json;

/// What is in a file.
inline std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder of its own for the traces of a test; it is deleted in the end.
class Trace {
public:
    Trace() : folder_(testing::TempDir() + "rondo-trace-" + std::to_string(getpid())) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directory(folder_);
    }
    ~Trace() { std::filesystem::remove_all(folder_); }
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;

    /// Where the trace is to be written.
    std::string path(const std::string& name = "trace.json") const { return folder_ + "/" + name; }

    /// All events of a trace. Throws unless the file is JSON to the letter.
    Json events(const std::string& name = "trace.json") const {
        return Json::parse(content_of(path(name)));
    }
    /// The events that have this value at this key.
    std::vector<Json> events_with(const char* key, const std::string& value) const {
        std::vector<Json> found;
        for (const Json& event : events())
            if (event.at(key) == value) found.push_back(event);
        return found;
    }
    /// The steps, in their order.
    std::vector<Json> steps() const {
        std::vector<Json> found = events_with("ph", "X");
        std::erase_if(found, [](const Json& event) { return event.at("name") == "wait"; });
        return found;
    }
    /// The args of a task's steps.
    std::vector<Json> steps_of(const std::string& name) const {
        std::vector<Json> found;
        for (const Json& event : steps())
            if (event.at("name") == name) found.push_back(event.at("args"));
        return found;
    }

private:
    std::string folder_;
};

}  // namespace support
