/// @file
/// Cursor: a place in the tokens of a C++ file, and the ways to move it on.
#pragma once

#include "tests/book/tokens.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace book {

/// All `skip_` functions stand at the beginning of what they skip, and throw std::runtime_error,
/// with the line, where it does not end.
class Cursor {
public:
    explicit Cursor(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    std::size_t at() const { return at_; }
    void go_to(std::size_t at) { at_ = at; }
    const Token& token(std::size_t at) const { return tokens_[at]; }
    /// The token that was passed last.
    const Token& passed() const { return tokens_[at_ - 1]; }
    /// Passes a token, and gives it.
    const Token& take() { return tokens_[at_++]; }

    bool at_end() const { return at_ >= tokens_.size(); }
    bool sees(std::string_view text, std::size_t ahead = 0) const {
        return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].is(text);
    }
    bool sees_word() const { return !at_end() && tokens_[at_].kind == TokenKind::word; }
    bool at_bracket() const { return sees("(") || sees("[") || sees("{"); }
    bool at_closing() const { return at_end() || sees(")") || sees("]") || sees("}"); }

    /// Passes this token if it is there.
    bool accept(std::string_view text) {
        const bool seen = sees(text);
        if (seen) ++at_;
        return seen;
    }

    /// A bracket, with all that stands between it and the one that closes it.
    void skip_brackets();
    /// `<...>`. Within it, what is compared or shifted stands in parentheses.
    void skip_angles();
    /// Up to a token, and that too.
    void skip_through(std::string_view end);
    /// What stands behind `requires`: `A<T> && (b || c) && requires(T t) { ... }`.
    void skip_constraint();

    /// The texts of some tokens.
    std::string text(std::size_t begin, std::size_t end, std::string_view between) const;

    [[noreturn]] void fail(const std::string& what) const;

private:
    void skip_primary_constraint();

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

}  // namespace book
