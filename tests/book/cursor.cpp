#include "tests/book/cursor.hpp"

#include <algorithm>
#include <stdexcept>

namespace book {

void Cursor::skip_brackets() {
    const std::size_t begin = at_;
    int depth = 0;
    do {
        if (at_end()) {
            at_ = begin;
            fail("this bracket is not closed");
        }
        if (at_bracket()) ++depth;
        if (at_closing()) --depth;
        ++at_;
    } while (depth > 0);
}

void Cursor::skip_angles() {
    int depth = 0;
    do {
        if (at_closing()) fail("these template arguments are not closed");
        if (at_bracket()) {
            skip_brackets();
            continue;
        }
        if (sees("<")) ++depth;
        if (sees(">")) --depth;
        ++at_;
    } while (depth > 0);
}

void Cursor::skip_through(std::string_view end) {
    while (!sees(end)) {
        if (at_closing()) fail("a '" + std::string(end) + "' is missing behind this");
        if (at_bracket())
            skip_brackets();
        else
            ++at_;
    }
    ++at_;
}

void Cursor::skip_constraint() {
    do skip_primary_constraint();
    while (accept("&&") || accept("||"));
}

void Cursor::skip_primary_constraint() {
    if (accept("requires")) {
        if (sees("(")) skip_brackets();
        return skip_brackets();
    }
    if (sees("(")) return skip_brackets();
    accept("!");
    while (sees_word() ||
           sees("::")) {  // `a::b<c>::d`, up to the first word that is not joined to it
        const bool word = sees_word();
        ++at_;
        if (sees("<")) skip_angles();
        if (word && !sees("::")) return;
    }
}

std::string Cursor::text(std::size_t begin, std::size_t end, std::string_view between) const {
    std::string text;
    for (std::size_t i = begin; i < end; ++i)
        text += (i == begin ? "" : std::string(between)) + tokens_[i].text;
    return text;
}

void Cursor::fail(const std::string& what) const {
    const std::size_t line = tokens_.empty() ? 0 : tokens_[std::min(at_, tokens_.size() - 1)].line;
    throw std::runtime_error("line " + std::to_string(line + 1) + ": " + what);
}

}  // namespace book
