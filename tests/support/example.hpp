/// @file
/// output_of_example: runs a program of docs/examples.
#pragma once

#include "tests/support/environment.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace support {

/// What a variable of the environment says; nothing if there is none.
inline std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// What a program of docs/examples prints on its standard output. It has to end well.
inline std::string output_of_example(const std::string& example) {
    const std::string command = '"' + environment("RONDO_EXAMPLES_DIR") + "/" + example + '"';
#ifdef _WIN32
    FILE* program = _popen(command.c_str(), "r");
    const auto close = _pclose;
#else
    FILE* program = popen(command.c_str(), "r");
    const auto close = pclose;
#endif
    if (program == nullptr) return "cannot be run";
    std::string output;
    char buffer[4096];
    while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, program))
        output.append(buffer, size);
    EXPECT_EQ(close(program), 0) << command;
    return output;
}

}  // namespace support
