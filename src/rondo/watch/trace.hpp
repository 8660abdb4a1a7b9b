/// @file
/// record_trace: every step of a loop, in a file.
#pragma once

#include <string>

namespace rondo {

class EventLoop;

/// Records what a loop does from now on, step by step, until it is closed: for a person to look at
/// (in https://ui.perfetto.dev or chrome://tracing), and for a page that plays it back.
///
/// The file is Chrome's Trace Event JSON: a list of events. It is complete after each step; so
/// however the program ends, only the step that ended it is missing. `ts` and `dur` are real time,
/// in microseconds from the beginning of the recording; `loop_time`, `deadline` too, but by the
/// loop's clock, which may be virtual. These are the events:
///
/// | `ph` | `name` | what it is |
/// |---|---|---|
/// | `X` | a task's name, or the type of a callback | a step; from `ts`, for `dur` |
/// | `X` | `wait` | nothing was ready, so the loop waited |
/// | `i` | `turn` | a turn begins |
/// | `i` | `kernel reported`, `timers due` | what comes into the ready queue, in `nodes` |
/// | `C` | `ready`, `timers`, `descriptors`, `tasks` | how many there are, each time that changes |
/// | `i` | `output` | what the program wrote to std::cout between two steps, in `output` |
/// | `M` | `process_name`, `thread_name` | names for the viewer |
/// | `i` | `recording` | the first one: the poller, and whether time is virtual |
///
/// In the `args` of a `turn` and of a step is the whole moment before it:
///
/// | key | what it is |
/// |---|---|
/// | `turn` | its number, from 1 |
/// | `loop_time` | what time it is by the loop's clock |
/// | `batch` | what is left to run in this turn, behind this step, in order |
/// | `queued` | what is queued behind that, for the next turn, in order |
/// | `timers` | those armed, the nearest first: `name`, and `deadline` (null: never) |
/// | `descriptors` | who waits for one: `descriptor`, `direction`, `name`, and the `bytes` that
/// came | | `tasks` | those not done: `name`, `state`, what each `awaits`, and its `stack` | |
/// `left_out` | how many are missing in a list that would be longer than a hundred |
///
/// A `state` is `new`, `ready`, `running` or `waiting`. A stack is that of a task's coroutines, the
/// innermost first: `function`, `file` and `line`. A new task stands at no line yet.
///
/// And in those of a step also:
///
/// | key | what it is |
/// |---|---|
/// | `kind` | `task`, `callback`, `timer`, `descriptor`; or `release`: of a future that is done |
/// | `on_behalf_of` | a done-callback's: the task or future that it serves |
/// | `before`, `after` | a task's: its stack; nothing if it is done |
/// | `end` | of a task that ended in this step: `returned`, `cancelled`, or its exception |
/// | `output` | what the step wrote to std::cout |
///
/// To record means to list all this at each step, so it is for programs with up to a few thousand
/// tasks. `RONDO_TRACE=greet.json` records each loop of a program from its beginning: the first one
/// in greet.json, the next ones in greet-2.json and so on.
///
/// @param path where to; what is there already is overwritten.
/// @throws RuntimeError if the file cannot be opened, or the loop is closed.
/// Built in chapter 15.
void record_trace(EventLoop& loop, const std::string& path);

}  // namespace rondo
