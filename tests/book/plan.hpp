/// @file
/// The plan of the book, `docs/plan.md`: which chapter builds which part of src/rondo.
#pragma once

#include "tests/book/problem.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace book {

/// What a row says of a file, or of entities in it.
enum class PlanVerb {
    whole,     ///< `new`: the file appears here
    adds,      ///< `adds`, or `new:` with names: the entities appear here
    taken,     ///< `taken`: as one of these two, but not typed by the reader
    changes,   ///< `changes`: the entities were there before
    for_now,   ///< `for now`: the file goes again before the end
    to_build,  ///< `to be built`: the file does not exist yet
};

/// One thing that the plan says.
struct PlanEntry {
    int chapter;
    std::size_t line;  ///< of the plan, from 1
    PlanVerb verb;
    /// Below src/rondo: `loop/event_loop.hpp`, or `loop/event_loop.*` for the header and the
    /// source.
    std::vector<std::string> files;
    /// An entity: `EventLoop::post`, or `EventLoop::post(Node&…)`. Empty if the file is meant.
    std::string name;
};

struct PlannedChapter {
    int number;
    std::size_t line;  ///< of its heading
    /// The sentence `**Lines.** 210 new; 40 taken.`: where it stands, and what it says.
    std::size_t lines_line = 0;
    std::size_t new_lines = 0;
    std::size_t taken_lines = 0;
};

struct Plan {
    std::string path;
    std::vector<PlannedChapter> chapters;
    std::vector<PlanEntry> entries;
    /// Files of which a chapter lists the entities by name, rather than take them all.
    std::vector<std::string> listed;
    /// What is wrong with its notation.
    Problems problems;
};

/// Reads the page. Chapters begin with a heading `## Chapter 7: …`; what counts are their tables
/// with the head `| file | what |`, and in those what does not stand in parentheses.
Plan read_plan(const std::string& path, std::string_view text);

/// Whether a name of the plan means an entity, by its name and by the name as it is written. The
/// plan may leave off parameters, or end within them with `…)`.
bool plan_name_fits(std::string_view wanted, std::string_view name, std::string_view written);

}  // namespace book
