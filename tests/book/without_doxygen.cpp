#include "tests/book/without_doxygen.hpp"

#include "tests/book/text.hpp"
#include "tests/book/tokens.hpp"

namespace book {

std::string without_doxygen(std::string_view text) {
    std::string rest;
    std::size_t at = 0;
    for (const Token& token : tokens_of(text)) {
        if (token.kind != TokenKind::doxygen) continue;
        rest += text.substr(at, token.begin - at);
        // A comment goes with the spaces before it, and with its line if it had one to itself.
        rest.erase(rest.find_last_not_of(' ') + 1);
        at = token.end;
        if (token.first_in_line && at < text.size() && text[at] == '\n') ++at;
    }
    rest += text.substr(at);

    std::vector<std::string> lines;
    for (std::string& line : lines_of(rest)) {
        const bool needless = is_blank(line) && (lines.empty() || is_blank(lines.back()));
        if (!needless) lines.push_back(std::move(line));
    }
    return text_of(lines);
}

}  // namespace book
