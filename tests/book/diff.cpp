#include "tests/book/diff.hpp"

#include "tests/book/tokens.hpp"

#include <algorithm>
#include <stdexcept>

namespace book {
namespace {

/// A line of a diff, with its tokens.
struct DiffLine {
    char mark;  // ' ', '-' or '+'
    std::string text;
    std::size_t origin;
    std::vector<Token> tokens;
};

/// A piece of a diff, which has one place.
using Piece = std::vector<DiffLine>;

std::vector<Piece> pieces_of(const Fence& diff) {
    std::vector<Piece> pieces(1);
    for (std::size_t i = 0; i < diff.lines.size(); ++i) {
        const std::string& line = diff.lines[i];
        if (line.starts_with("@@")) {
            pieces.emplace_back();
            continue;
        }
        const char mark = line.empty() ? ' ' : line[0];
        if (mark != ' ' && mark != '-' && mark != '+')
            throw std::runtime_error("line " + std::to_string(i + 1) + " of the diff, `" + line +
                                     "`, begins with none of space, - and +");
        const std::string text = line.empty() ? "" : line.substr(1);
        pieces.back().push_back({mark, text, diff.line + i, tokens_to_type(text)});
    }
    std::erase_if(pieces, [](const Piece& piece) { return piece.empty(); });
    return pieces;
}

/// The tokens of a part of a file, with the lines of the file.
std::vector<Token> tokens_in(const TypedFile& file, const Extent& part) {
    std::vector<Token> tokens = tokens_to_type(text_of(file.texts(part.begin, part.end)));
    for (Token& token : tokens) {
        token.line += part.begin;
        token.end_line += part.begin;
    }
    return tokens;
}

/// How many of the old lines' tokens stand at a place, one after the other.
std::size_t matching(const std::vector<Token>& tokens, std::size_t at,
                     const std::vector<Token>& wanted) {
    std::size_t count = 0;
    while (count < wanted.size() && at + count < tokens.size() &&
           tokens[at + count].text == wanted[count].text)
        ++count;
    return count;
}

struct Fit {
    Extent part;
    std::size_t token;
};

/// Says which line of the piece is the first that is not there.
[[noreturn]] void report_no_fit(const TypedFile& file, const std::vector<Extent>& parts,
                                const Piece& piece, std::size_t best, const Fence& diff) {
    std::size_t tokens = 0;
    const DiffLine* missing = &piece.front();
    for (const DiffLine& line : piece) {
        if (line.mark == '+') continue;
        missing = &line;
        tokens += line.tokens.size();
        if (tokens > best) break;
    }
    std::string text;
    for (const Extent& part : parts) text += "\n" + quoted(file.texts(part.begin, part.end));
    throw std::runtime_error("line " + std::to_string(missing->origin - diff.line + 1) +
                             " of the diff, `" + trimmed(missing->text) +
                             "`, is not there as typed so far, which reads:" + text);
}

Fit find_place(const TypedFile& file, const std::vector<Extent>& parts, const Piece& piece,
               const Fence& diff) {
    std::vector<Token> wanted;
    for (const DiffLine& line : piece)
        if (line.mark != '+') wanted.insert(wanted.end(), line.tokens.begin(), line.tokens.end());
    if (wanted.empty()) throw std::runtime_error("the diff has no line that says where it goes");
    std::vector<Fit> fits;
    std::size_t best = 0;
    for (const Extent& part : parts) {
        const std::vector<Token> tokens = tokens_in(file, part);
        for (std::size_t at = 0; at < tokens.size(); ++at) {
            const std::size_t count = matching(tokens, at, wanted);
            best = std::max(best, count);
            if (count == wanted.size()) fits.push_back({part, at});
        }
    }
    if (fits.empty()) report_no_fit(file, parts, piece, best, diff);
    if (fits.size() > 1) {
        std::string places;
        for (const Fit& fit : fits) {
            const std::size_t line = tokens_in(file, fit.part)[fit.token].line;
            places += "\n" + quoted(file.texts(line, line + 1));
        }
        throw std::runtime_error("the diff fits in " + std::to_string(fits.size()) +
                                 " places; more context tells them apart. They begin:" + places);
    }
    return fits.front();
}

void apply_piece(TypedFile& file, const std::vector<Extent>& parts, const Piece& piece,
                 const Fence& diff) {
    const Fit fit = find_place(file, parts, piece, diff);
    const std::vector<Token> tokens = tokens_in(file, fit.part);
    const std::string text = text_of(file.texts(fit.part.begin, fit.part.end));

    // What stands beside the place, on its first and its last line, stays.
    std::vector<TypedLine> result;
    const Token& first = tokens[fit.token];
    const auto line_begin = text.rfind('\n', first.begin) + 1;  // npos + 1 is 0
    const std::string before = text.substr(line_begin, first.begin - line_begin);
    if (!is_blank(before)) result.push_back({before, file.lines()[first.line].origin});

    std::size_t next = fit.token;
    for (const DiffLine& line : piece) {
        if (line.mark == '+') {
            result.push_back({line.text, line.origin});
        } else {
            if (line.mark == ' ' && !line.tokens.empty())
                result.push_back({line.text, file.lines()[tokens[next].line].origin});
            if (line.mark == ' ' && line.tokens.empty()) result.push_back({"", 0});
            next += line.tokens.size();
        }
    }

    const Token& last = tokens[next - 1];
    const std::size_t line_end = std::min(text.find('\n', last.end), text.size());
    const std::string behind = text.substr(last.end, line_end - last.end);
    if (!is_blank(behind)) result.push_back({behind, file.lines()[last.end_line - 1].origin});
    file.replace(first.line, last.end_line, result);
}

}  // namespace

void apply_diff(TypedFile& file, const std::vector<Extent>& parts, const Fence& diff) {
    if (diff.lines.size() > longest_diff)
        throw std::runtime_error("a diff of " + std::to_string(diff.lines.size()) +
                                 " lines; at most " + std::to_string(longest_diff) +
                                 " can be followed. **Rewrite** shows the whole instead");
    const std::vector<Piece> pieces = pieces_of(diff);
    for (const Piece& piece : pieces)
        if (std::none_of(piece.begin(), piece.end(),
                         [](const DiffLine& line) { return line.mark != ' '; }))
            throw std::runtime_error("nothing in this diff begins with + or -");
    // Each piece moves what lies behind it, so the parts grow or shrink with it.
    std::vector<Extent> now = parts;
    for (const Piece& piece : pieces) {
        const Extent whole = find_place(file, now, piece, diff).part;
        const std::size_t lines_before = file.lines().size();
        apply_piece(file, now, piece, diff);
        const auto grown = static_cast<std::ptrdiff_t>(file.lines().size()) -
                           static_cast<std::ptrdiff_t>(lines_before);
        for (Extent& part : now) {
            if (part.begin > whole.begin) part.begin += static_cast<std::size_t>(grown);
            if (part.end >= whole.end) part.end += static_cast<std::size_t>(grown);
        }
    }
}

}  // namespace book
