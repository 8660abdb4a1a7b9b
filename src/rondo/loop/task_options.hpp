/// @file
/// TaskOptions: how a task is to be made.
#pragma once

#include <concepts>
#include <string_view>

namespace rondo {

/// Asks for a task that starts at once, in the middle of its maker's step, and not in the next
/// turn: Python 3.12's eager tasks. If it never waits, it never sees the loop.
/// Built in chapter 18.
struct Eager {};
/// See Eager.
inline constexpr Eager eager;

/// How a task is to be made: its name, or `eager`, or both.
/// Built in chapter 9; eager in chapter 18.
///
/// It notes where it was made, which is where the task is made: debug mode tells (chapter 15).
class TaskOptions {
public:
    /// Without it, a name that is a string literal would pass for the file.
    struct NoName {};

    /// A task without a name of its own, made at this place in the source.
    TaskOptions(NoName = {}, const char* its_file = __builtin_FILE(),
                int its_line = __builtin_LINE())
        : file(its_file), line(its_line) {}
    /// @param its_name for people to read; without one, tasks are called "Task-1" and so on.
    template <std::convertible_to<std::string_view> Name>
    TaskOptions(const Name& its_name, const char* its_file = __builtin_FILE(),
                int its_line = __builtin_LINE())
        : TaskOptions(NoName(), its_file, its_line) {
        name = its_name;
    }
    /// A task that starts at once: rondo::eager.
    TaskOptions(Eager, std::string_view its_name = {}, const char* its_file = __builtin_FILE(),
                int its_line = __builtin_LINE())
        : TaskOptions(NoName(), its_file, its_line) {
        name = its_name;
        starts_eagerly = true;
    }

    std::string_view name;        ///< for people to read; empty for none
    bool starts_eagerly = false;  ///< whether it starts before create_task returns
    const char* file;             ///< where it was made
    int line;                     ///< where in the file
};

}  // namespace rondo
