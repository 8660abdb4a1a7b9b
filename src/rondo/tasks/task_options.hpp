/// @file
/// TaskOptions: how a task is to be made.
#pragma once

#include <concepts>
#include <string_view>

namespace rondo {

/// Asks for a task that starts at once, in the middle of its maker's step, and not in the next
/// turn: Python 3.12's eager tasks. If it never waits, it never sees the loop.
struct Eager {};
/// See Eager.
inline constexpr Eager eager;

/// How a task is to be made: its name, or `eager`, or both.
/// Built in chapter 9; eager in chapter 18.
class TaskOptions {
public:
    TaskOptions() = default;
    /// @param its_name for people to read; without one, tasks are called "Task-1" and so on.
    template <std::convertible_to<std::string_view> Name>
    TaskOptions(const Name& its_name) : name(its_name) {}
    TaskOptions(Eager, std::string_view its_name = {}) : name(its_name), starts_eagerly(true) {}

    std::string_view name;
    bool starts_eagerly = false;
};

}  // namespace rondo
