/// @file
/// Problem: what an author has to mend.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace book {

/// Says in one message where it is, what was expected and what is there. Its first line reads as a
/// compiler's would, `chapters/02-timers/README.md:214: …`, so that an editor can go there.
class Problem : public std::runtime_error {
public:
    Problem(const std::string& file, std::size_t line, const std::string& what_is_wrong)
        : std::runtime_error(file + ":" + std::to_string(line) + ": " + what_is_wrong) {}
};

/// What a check found; none if all is well.
using Problems = std::vector<Problem>;

}  // namespace book
