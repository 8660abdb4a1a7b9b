#include "tests/book/tokens.hpp"

#include "tests/book/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace book {
namespace {

bool begins_word(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool continues_word(char c) { return begins_word(c) || is_digit(c); }

/// Longest first. Those that begin with `>` are missing on purpose: `>` also closes template
/// arguments.
constexpr std::array<std::string_view, 24> long_symbols = {
    "<=>", "<<=", "...", "->*", "::", "->", "++", "--", "<<", "<=", "==", "!=",
    "&&",  "||",  "+=",  "-=",  "*=", "/=", "%=", "^=", "&=", "|=", ".*", "##"};

class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) : text_(text) {}

    std::vector<Token> all() {
        while (skip_space()) {
            const std::size_t begin = at_;
            const std::size_t line = line_;
            const bool first_in_line = first_in_line_;
            const TokenKind kind = take();
            std::string text(text_.substr(begin, at_ - begin));
            line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
            if (kind >= TokenKind::directive) text = squeezed(text);
            tokens_.push_back({kind, text, begin, at_, line, line_ + 1, first_in_line});
            first_in_line_ = false;
        }
        return std::move(tokens_);
    }

private:
    bool skip_space() {
        for (; at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])); ++at_) {
            if (text_[at_] != '\n') continue;
            ++line_;
            first_in_line_ = true;
        }
        return at_ < text_.size();
    }

    bool sees(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    char ahead(std::size_t count) const {
        return at_ + count < text_.size() ? text_[at_ + count] : '\0';
    }

    TokenKind take() {
        if (sees("//")) return take_line_comment();
        if (sees("/*")) return take_block_comment();
        if (text_[at_] == '#' && first_in_line_) return take_directive();
        if (is_digit(text_[at_]) || (text_[at_] == '.' && is_digit(ahead(1)))) return take_number();
        if (begins_word(text_[at_])) return take_word();
        if (text_[at_] == '"' || text_[at_] == '\'') return take_literal();
        for (const std::string_view symbol : long_symbols) {
            if (!sees(symbol)) continue;
            at_ += symbol.size();
            return TokenKind::symbol;
        }
        ++at_;
        return TokenKind::symbol;
    }

    /// A `\` at the end joins the next line to this one.
    void take_logical_line() {
        while (at_ < text_.size() && text_[at_] != '\n') at_ += text_[at_] == '\\' ? 2 : 1;
        at_ = std::min(at_, text_.size());
    }

    TokenKind take_line_comment() {
        const bool doxygen = sees("//!") || (sees("///") && ahead(3) != '/');
        take_logical_line();
        return doxygen ? TokenKind::doxygen : TokenKind::comment;
    }

    TokenKind take_block_comment() {
        const bool doxygen = sees("/*!") || (sees("/**") && ahead(3) != '/');
        take_through("*/");
        return doxygen ? TokenKind::doxygen : TokenKind::comment;
    }

    TokenKind take_directive() {
        take_logical_line();
        return TokenKind::directive;
    }

    TokenKind take_number() {
        const auto is_exponent = [](char c) {
            return c == 'e' || c == 'E' || c == 'p' || c == 'P';
        };
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            const bool sign = (c == '+' || c == '-') && is_exponent(text_[at_ - 1]);
            const bool separator = c == '\'' && continues_word(ahead(1));
            if (!continues_word(c) && c != '.' && !separator && !sign) break;
        }
        return TokenKind::number;
    }

    TokenKind take_word() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && continues_word(text_[at_])) ++at_;
        const std::string_view word = text_.substr(begin, at_ - begin);
        const bool prefix = word == "u8" || word == "u" || word == "U" || word == "L";
        const bool raw =
            word == "R" || word == "u8R" || word == "uR" || word == "UR" || word == "LR";
        if (raw && sees("\"")) return take_raw_string();
        if (prefix && (sees("\"") || sees("'"))) return take_literal();
        return TokenKind::word;
    }

    TokenKind take_raw_string() {
        const auto opening = text_.find('(', at_);
        if (opening == text_.npos) return take_literal();
        take_through(")" + std::string(text_.substr(at_ + 1, opening - at_ - 1)) + "\"");
        return TokenKind::literal;
    }

    TokenKind take_literal() {
        const char quote = text_[at_++];
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n')
            at_ += text_[at_] == '\\' ? 2 : 1;
        at_ = std::min(at_ + 1, text_.size());
        return TokenKind::literal;
    }

    void take_through(std::string_view end) {
        const auto found = text_.find(end, at_ + 2);
        at_ = found == text_.npos ? text_.size() : found + end.size();
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 0;
    bool first_in_line_ = true;
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Tokenizer(text).all(); }

std::vector<Token> tokens_to_type(std::string_view text) {
    std::vector<Token> tokens = tokens_of(text);
    std::erase_if(tokens, [](const Token& token) { return token.kind == TokenKind::doxygen; });
    return tokens;
}

bool same_tokens(std::string_view a, std::string_view b) {
    const auto of_a = tokens_to_type(a);
    const auto of_b = tokens_to_type(b);
    return std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), same_text);
}

}  // namespace book
