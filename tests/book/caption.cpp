#include "tests/book/caption.hpp"

#include "tests/book/text.hpp"

#include <algorithm>
#include <regex>
#include <vector>

namespace book {
namespace {

struct Form {
    std::string word;
    Verb verb;
    NeedsFence fence;
    std::string language;
    std::string form;     ///< for the author
    std::string pattern;  ///< for us
};

const std::string code = "`([^`]+)`";
const std::string place = "(?:, (?:(at the end|at the beginning)(?: of " + code +
                          ")?|(after|before)( the declaration of)? " + code + "))?";

/// In the order of Verb.
const std::vector<Form>& forms() {
    static const std::vector<Form> all = {
        {"New file", Verb::new_file, NeedsFence::yes, "cpp", "**New file** `path`",
         "\\*\\*New file\\*\\* " + code},
        {"Add", Verb::add, NeedsFence::yes, "cpp",
         "**Add** to `path`, at the end [of `Type`] | at the beginning [of `Type`] | after [the "
         "declaration of] `f` | before [the declaration of] `f`",
         "\\*\\*Add\\*\\* to " + code + place},
        {"Change", Verb::change, NeedsFence::yes, "diff", "**Change** `f` in `path`",
         "\\*\\*Change\\*\\* " + code + " in " + code},
        {"Rewrite", Verb::rewrite, NeedsFence::yes, "cpp", "**Rewrite** `f` in `path`",
         "\\*\\*Rewrite\\*\\* " + code + " in " + code},
        {"Remove", Verb::remove, NeedsFence::no, "", "**Remove** `f` from `path`",
         "\\*\\*Remove\\*\\* " + code + " from " + code},
        {"Delete", Verb::delete_, NeedsFence::no, "", "**Delete** `path`",
         "\\*\\*Delete\\*\\* " + code},
        {"Look", Verb::look, NeedsFence::yes, "", "**Look**, nothing to type[: from `path`]",
         "\\*\\*Look\\*\\*, (?:[^`]+: from " + code + "|.+)"},
        {"Checkpoint", Verb::checkpoint, NeedsFence::maybe, "console",
         "**Checkpoint 2.** and a sentence", "\\*\\*Checkpoint [0-9]+\\.\\*\\*( .*)?"},
    };
    return all;
}

const Form& form_for(Verb verb) { return forms()[static_cast<std::size_t>(verb)]; }

Where read_place(const std::smatch& match) {
    Where where;
    if (match[2] == "at the end") where.kind = Where::Kind::at_end;
    if (match[2] == "at the beginning") where.kind = Where::Kind::at_beginning;
    if (match[4] == "after") where.kind = Where::Kind::after;
    if (match[4] == "before") where.kind = Where::Kind::before;
    where.name = match[3].str() + match[6].str();
    where.declaration = match[5].matched;
    return where;
}

}  // namespace

NeedsFence needs_fence(Verb verb) { return form_for(verb).fence; }

std::string_view language_of(Verb verb) { return form_for(verb).language; }

std::optional<std::string> bold_verb(std::string_view line) {
    if (!line.starts_with("**")) return {};
    const auto end = line.find("**", 2);
    if (end == line.npos) return {};
    const std::string bold(line.substr(2, end - 2));
    return trimmed(std::string_view(bold).substr(0, bold.find_first_of("0123456789:.")));
}

bool is_verb(std::string_view word) {
    return std::any_of(forms().begin(), forms().end(),
                       [&](const Form& form) { return form.word == word; });
}

std::string_view form_of(std::string_view verb) {
    return std::find_if(forms().begin(), forms().end(),
                        [&](const Form& form) { return form.word == verb; })
        ->form;
}

std::optional<Caption> read_caption(const std::string& line) {
    for (const Form& form : forms()) {
        std::smatch match;
        if (!std::regex_match(line, match, std::regex(form.pattern))) continue;
        Caption caption{form.verb, "", "", {}};
        const bool names_something =
            form.verb == Verb::change || form.verb == Verb::rewrite || form.verb == Verb::remove;
        if (names_something) {
            caption.name = match[1];
            caption.path = match[2];
        } else if (match.size() > 1) {
            caption.path = match[1];
        }
        if (form.verb == Verb::add) caption.where = read_place(match);
        return caption;
    }
    return {};
}

}  // namespace book
