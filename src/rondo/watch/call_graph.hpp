/// @file
/// The call graph: which task stands where, and who awaits whom.
#pragma once

#include <rondo/tasks/task.hpp>

#include <cstdio>
#include <string>

namespace rondo {

/// The stack of coroutines of a task, the innermost first, with file and line; then who awaits it,
/// and who awaits those: Python 3.14's `format_call_graph`.
///
///     * Task-2
///       + Call stack:
///       |   greet, greet.cpp:12
///       + Awaited by:
///          * Task-1
///            + Call stack:
///            |   async_main, greet.cpp:22
///
/// A gather and its like stand between tasks as `* future`. What was written already (it awaits
/// two of these, or itself in a circle) is named once more, and not followed. From the twentieth
/// level on, the level is told, and the margin grows no more. A task that is done stands nowhere;
/// one that has not begun, at no line.
/// Built in chapter 15.
std::string format_call_graph(const AnyFuture& future);
/// Prints the call graph of a future or a task. Built in chapter 15.
void print_call_graph(const AnyFuture& future, std::FILE* file = stdout);
/// Prints the call graph of the running task. @throws RuntimeError if none is running.
/// Built in chapter 15.
void print_call_graph(std::FILE* file = stdout);

/// All tasks of a loop that are not done, a line for each: its name, where it stands, and what it
/// waits for. Built in chapter 15.
std::string format_tasks(const EventLoop& loop);
/// Prints them. Built in chapter 15.
void print_tasks(const EventLoop& loop, std::FILE* file = stdout);

/// What a node is, and if it is a task, where it stands and where it was made.
/// Built in chapter 15.
std::string describe_at_length(const Node& node);

}  // namespace rondo
