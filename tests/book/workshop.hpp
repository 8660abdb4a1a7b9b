/// @file
/// Workshop: where states of a chapter are built and tried.
#pragma once

#include "tests/book/chapters.hpp"
#include "tests/book/command.hpp"

#include <functional>
#include <map>
#include <string>

namespace book {

/// What stands in a folder: paths and texts.
using Files = std::map<std::string, std::string>;

/// What a reader's folder holds while they are at a page: what they have typed, and what they were
/// given, as `make start-NN` lays it out. That is the chapter's Makefile, its tests, those of the
/// chapters before in folders of their own, and the exercises.
Files folder_of_reader(const std::vector<Chapter>& chapters, std::size_t index,
                       const TypedFiles& typed);

/// A folder that takes one set of files after the other. What was built of files that stay the same
/// stays too, and the compiler is called through ccache; so a state that differs in one file costs
/// the compilation of little more than that file.
class Workshop {
public:
    /// @param root of the repository; the folder is `build/book/NAME` in it.
    Workshop(const fs::path& root, const std::string& name);

    /// Makes the folder hold these files and, besides what was built, nothing else.
    void lay_out(const Files& files);

    /// Runs commands in the folder, one after the other, each with its limit.
    ///
    /// If they have been run on the same files before, with an outcome `as_expected`, they are not
    /// run again: that outcome is given. Others are never remembered, so that a red check is tried
    /// anew each time.
    std::vector<Outcome> run(const std::vector<std::string>& commands, std::chrono::seconds limit,
                             const std::function<bool(const std::vector<Outcome>&)>& as_expected);

    const fs::path& folder() const { return folder_; }

private:
    fs::path folder_;
    Files files_;
};

}  // namespace book
