/// @file
/// C++ text as tokens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace book {

enum class TokenKind {
    word,       ///< a name or a keyword
    number,     ///< with its suffix
    literal,    ///< a string or a character
    symbol,     ///< an operator or a bracket; each `>` is one of its own
    directive,  ///< a whole line of the preprocessor's, with what a `\` joins to it
    comment,    ///< one that a page has to show
    doxygen,    ///< one that a page does not show: `///`, `/** */` and the like
};

/// A piece of the text, `text.substr(begin, end - begin)`.
struct Token {
    TokenKind kind;
    std::string text;  ///< of comments and directives with white space squeezed
    std::size_t begin;
    std::size_t end;
    std::size_t line;      ///< of its beginning, counted from 0
    std::size_t end_line;  ///< the line behind its last one
    bool first_in_line;    ///< nothing but white space stands before it

    bool is(std::string_view wanted) const {
        return kind != TokenKind::literal && kind != TokenKind::comment && text == wanted;
    }
};

/// All tokens. Where the text ends within a literal or a comment, so does the last token.
std::vector<Token> tokens_of(std::string_view text);

/// What two texts must have in common to count as the same: all tokens but Doxygen's comments.
std::vector<Token> tokens_to_type(std::string_view text);

inline bool same_text(const Token& a, const Token& b) { return a.text == b.text; }

/// Whether both have the same tokens, white space and Doxygen's comments aside.
bool same_tokens(std::string_view a, std::string_view b);

}  // namespace book
