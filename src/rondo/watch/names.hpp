/// @file
/// What to call what stands in the ready queue.
#pragma once

#include <rondo/tasks/task_core.hpp>

#include <string>

namespace rondo {

/// A short name for a node, never empty: a task's own, or the type of a callback.
/// Built in chapter 15.
std::string name_of(const Node& node);

/// A short name for a future or a task: "Task-1", "future". Built in chapter 15.
std::string name_of_future(const Completion& completion);

/// The name of a coroutine's function, without template arguments. Built in chapter 15.
std::string function_of(const Frame& frame);

/// Whether a task is yet to make its first step. It stands at no line then: what compilers give for
/// the coroutine as a whole is one of its brackets.
/// Built in chapter 15.
bool has_not_begun(const TaskCore& task);

/// What a task waits for: "sleep of Task-2", "Task-3", "future". Empty if it is running or ready.
/// Built in chapter 15.
std::string name_of_awaited(const TaskCore& task);

}  // namespace rondo
