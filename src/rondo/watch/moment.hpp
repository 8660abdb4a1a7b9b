/// @file
/// write_moment: all that there is to see of a loop, between two steps.
#pragma once

#include <rondo/loop/event_loop.hpp>
#include <rondo/tasks/task_core.hpp>
#include <rondo/watch/json.hpp>

#include <cstddef>
#include <string>

namespace rondo {

/// How many there are.
/// Built in chapter 15.
struct MomentLengths {
    std::size_t ready = 0;        ///< the ready queue
    std::size_t timers = 0;       ///< the timers
    std::size_t descriptors = 0;  ///< the descriptors
    std::size_t tasks = 0;        ///< the tasks
};

/// Writes a length of time in microseconds: "1.250".
void append_microseconds(std::string& text, Duration length);
/// Writes the names of nodes.
/// @return how many there are.
std::size_t append_names(std::string& text, const NodeQueue& nodes);
/// Writes the stack of a task's coroutines, the innermost first.
void append_stack(std::string& text, const TaskCore& task);

/// Writes what there is to see of a loop: see record_trace.
/// @param batch what is left to run in this turn.
/// @param running the node that runs next, or nullptr.
/// @param began when the recording began, by the loop's clock.
/// Built in chapter 15.
MomentLengths write_moment(JsonObject& into, const EventLoop& loop, const NodeQueue& batch,
                           const Node* running, TimePoint began);

}  // namespace rondo
