/// @file
/// Programs that were written for Python's asyncio first: what they print here is compared, line
/// by line, with what CPython printed.
#pragma once

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <mutex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

namespace conformance {

/// Python's ValueError, for the programs to raise.
class ValueError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Where a program prints to, while it runs.
inline std::ostringstream output;
/// So that its threads do not print at the same time.
inline std::mutex printing;

template <class Value>
void print_value(const Value& value) {
    output << value;
}
inline void print_value(bool value) { output << (value ? "true" : "false"); }

/// Python's `print`: the values with spaces between them, and the end of the line.
template <class... Values>
void print(const Values&... values) {
    const std::lock_guard lock(printing);
    const char* space = "";
    ((output << std::exchange(space, " "), print_value(values)), ...);
    output << '\n';
}

/// The name that Python gives to the class of an exception, "none" if there is none.
std::string type_name(const std::exception_ptr& exception);
/// What an exception says: Python's `str(exception)`.
std::string message_of(const std::exception_ptr& exception);

/// A program runs on a loop that is made with these options.
using Program = void (*)(const rondo::LoopOptions& options);

/// Notes that there is a program of this name. @return true.
bool note(const char* name);
/// The names of all programs.
const std::set<std::string>& noted();

/// Where the expected output lies, and the Python programs.
std::string folder();
/// Runs a program in virtual time, unless it `blocks`, and in real time on each poller of the
/// system, and compares what it prints with `expected/NAME.out`.
void compare(const std::string& name, Program program, bool blocks);

}  // namespace conformance

/// Defines the C++ version of `programs/NAME.py`. What follows is its main program, in which
/// `options` says how to make loops.
#define CONFORMS(name) CONFORMS_WHETHER_IT_BLOCKS(name, false)
/// The same for one that blocks its thread, which virtual time knows nothing of.
#define CONFORMS_IN_REAL_TIME(name) CONFORMS_WHETHER_IT_BLOCKS(name, true)

#define CONFORMS_WHETHER_IT_BLOCKS(name, blocks)                                     \
    void program_##name(const rondo::LoopOptions& options);                          \
    [[maybe_unused]] const bool noted_##name = conformance::note(#name);             \
    TEST(Conformance, name) { conformance::compare(#name, program_##name, blocks); } \
    void program_##name([[maybe_unused]] const rondo::LoopOptions& options)
