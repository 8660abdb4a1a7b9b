/// @file
/// OutputTee: hears what a program writes to std::cout.
#pragma once

#include <string>

namespace rondo {

/// Hears what threads write to std::cout, which goes where it went before all the same.
///
/// What is printed in other ways (std::printf, std::cerr) is not heard, nor is anything once the
/// program has given std::cout another buffer. While the first one is made, and the last one goes,
/// no other thread may print.
///
/// Built in chapter 15.
class OutputTee {
public:
    OutputTee();
    ~OutputTee();
    OutputTee(const OutputTee&) = delete;
    OutputTee& operator=(const OutputTee&) = delete;

    /// From now on, what this thread writes is added to a text, and to no other; and to this text
    /// nothing that another thread writes.
    static void listen(std::string& heard);
    /// No longer. From any thread: when this returns, the text may go.
    static void stop_listening(const std::string& heard) noexcept;
};

}  // namespace rondo
