/// @file
/// Captions: what a page tells its reader to do with a block of code.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace book {

enum class Verb { new_file, add, change, rewrite, remove, delete_, look, checkpoint };

/// Where an **Add** goes.
struct Where {
    enum class Kind { at_end, at_beginning, after, before, unsaid };
    Kind kind = Kind::unsaid;
    /// What it stands after or before; at the end or the beginning of what (the file, if empty).
    std::string name;
    /// Whether the declaration is meant, not the definition.
    bool declaration = false;
};

struct Caption {
    Verb verb;
    std::string path;
    /// What is changed, rewritten or removed.
    std::string name;
    Where where;
};

/// Whether a caption of this kind has a block of code below it: always, never, or as it likes.
enum class NeedsFence { yes, no, maybe };
NeedsFence needs_fence(Verb verb);

/// The language of the block; empty if any will do.
std::string_view language_of(Verb verb);

/// The verb of a line that begins like a caption: `Add` of "**Add** to ...". Of
/// "**Checkpoint 2.** ..." it is `Checkpoint`.
std::optional<std::string> bold_verb(std::string_view line);

bool is_verb(std::string_view word);

/// Reads a caption. Gives none if the line does not have the form that its verb wants, which
/// `form_of` tells.
std::optional<Caption> read_caption(const std::string& line);
std::string_view form_of(std::string_view verb);

}  // namespace book
