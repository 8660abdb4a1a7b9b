#include "tests/book/source.hpp"

#include "tests/book/text.hpp"
#include "tests/book/tokens.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace book {
namespace {

/// Words that stand in a declaration without being the name that it declares.
constexpr std::array<std::string_view, 34> specifiers = {
    "auto",     "bool",     "char",      "char8_t",  "const",     "consteval", "constexpr",
    "constinit", "double",  "enum",      "explicit", "extern",    "final",     "float",
    "inline",   "int",      "long",      "mutable",  "noexcept",  "override",  "private",
    "protected", "public",  "register",  "short",    "signed",    "static",    "thread_local",
    "typename", "unsigned", "virtual",   "void",     "volatile",  "wchar_t"};

bool is_specifier(const Token& token) {
    return std::find(specifiers.begin(), specifiers.end(), token.text) != specifiers.end();
}

/// The declarator's name, as it is put together while the tokens of a declaration pass by.
struct Name {
    std::string plain;
    std::string written;

    void begin(const std::string& text) { plain = written = text; }
    void add(const std::string& text) {
        plain += text;
        written += text;
    }
};

class Scanner {
public:
    explicit Scanner(std::string_view text) {
        for (const Token& token : tokens_of(text)) {
            if (token.kind == TokenKind::comment || token.kind == TokenKind::doxygen)
                comments_.push_back(token);
            else if (token.kind != TokenKind::directive)
                tokens_.push_back(token);
        }
    }

    std::vector<Entity> all() {
        scan_scope("");
        if (at_ < tokens_.size()) fail("this bracket closes nothing");
        return std::move(entities_);
    }

private:
    // --- Where we are --------------------------------------------------------------------------

    bool at_end() const { return at_ >= tokens_.size(); }
    bool sees(std::string_view text, std::size_t ahead = 0) const {
        return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].is(text);
    }
    bool sees_word() const { return !at_end() && tokens_[at_].kind == TokenKind::word; }
    bool accept(std::string_view text) {
        const bool seen = sees(text);
        if (seen) ++at_;
        return seen;
    }
    [[noreturn]] void fail(const std::string& what) const {
        const std::size_t line = tokens_.empty() ? 0 : tokens_[std::min(at_, tokens_.size() - 1)].line;
        throw std::runtime_error("line " + std::to_string(line + 1) + ": " + what);
    }

    /// Skips a bracket, with all that stands between it and the one that closes it.
    void skip_brackets() {
        const std::size_t begin = at_;
        int depth = 0;
        do {
            if (at_end()) {
                at_ = begin;
                fail("this bracket is not closed");
            }
            if (sees("(") || sees("[") || sees("{")) ++depth;
            if (sees(")") || sees("]") || sees("}")) --depth;
            ++at_;
        } while (depth > 0);
    }

    bool at_bracket() const { return sees("(") || sees("[") || sees("{"); }
    bool at_closing() const { return at_end() || sees(")") || sees("]") || sees("}"); }

    /// Skips `<...>`. Within it, what is compared or shifted stands in parentheses.
    void skip_angles() {
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

    void skip_through(std::string_view end) {
        while (!sees(end)) {
            if (at_closing()) fail("a '" + std::string(end) + "' is missing behind this");
            if (at_bracket())
                skip_brackets();
            else
                ++at_;
        }
        ++at_;
    }

    std::string text_between(std::size_t begin, std::size_t end) const {
        std::string text;
        for (std::size_t i = begin; i < end; ++i) text += tokens_[i].text + " ";
        return text;
    }

    // --- Scopes --------------------------------------------------------------------------------

    void scan_scope(const std::string& scope) {
        while (!at_closing()) scan_declaration(scope);
    }

    void scan_declaration(const std::string& scope) {
        if (accept(";")) return;
        if ((sees("public") || sees("protected") || sees("private")) && sees(":", 1)) {
            at_ += 2;
            return;
        }
        begin_ = at_;
        while (accept("template")) {
            if (sees("<")) skip_angles();
            if (accept("requires")) skip_constraint();
        }
        if (sees("namespace") || (sees("inline") && sees("namespace", 1))) return scan_namespace(scope);
        if (sees("extern") && at_ + 1 < tokens_.size() && sees("{", 2)) {
            at_ += 3;
            scan_scope(scope);
            skip_closing_brace();
            return;
        }
        if (accept("using")) return scan_using(scope);
        if (accept("typedef")) {
            skip_through(";");
            return add(EntityKind::alias, scope + tokens_[at_ - 2].text);
        }
        if (accept("concept")) {
            const std::string name = tokens_[at_].text;
            skip_through(";");
            return add(EntityKind::concept_, scope + name);
        }
        if (sees("static_assert")) {
            skip_through(";");
            return add(EntityKind::other, scope + "static_assert");
        }
        const bool is_friend = accept("friend");
        if (at_type() && scan_type(scope, is_friend)) return;
        scan_declarator(scope, is_friend);
    }

    void scan_namespace(const std::string& scope) {
        accept("inline");
        const std::size_t begin = at_++;
        std::string name;
        while (!sees("{") && !sees("=") && !at_closing()) {
            if (sees("["))
                skip_brackets();
            else
                name += tokens_[at_++].text;
        }
        if (sees("=")) {
            skip_through(";");
            return add(EntityKind::alias, scope + name);
        }
        const bool nameless = name.empty() || name == "rondo";
        if (name.starts_with("rondo::")) name.erase(0, 7);
        begin_ = begin;
        scan_members(EntityKind::space, scope + (name.empty() ? "namespace" : name),
                     nameless ? scope : scope + name + "::");
    }

    void scan_using(const std::string& scope) {
        const std::size_t begin = at_;
        const bool names_a_namespace = sees("namespace");
        while (!sees(";") && !sees("=") && !at_closing()) ++at_;
        const std::string what = squeezed(text_between(begin, at_));
        const std::string last = tokens_[at_ - 1].text;
        const bool is_new = sees("=");
        skip_through(";");
        if (names_a_namespace) return add(EntityKind::other, "using " + what);
        add(EntityKind::alias, scope + (is_new ? tokens_[begin].text : last));
    }

    /// The opening brace of a namespace or a type, its members, and the closing brace.
    void scan_members(EntityKind kind, const std::string& name, const std::string& inner_scope,
                      const std::string& written = "") {
        const std::size_t index = entities_.size();
        entities_.push_back({kind, name, written.empty() ? name : written, true, 0, 0});
        Entity entity = entities_.back();
        entity.depth = depth_++;
        entity.first_line = first_line();
        entity.opening_line = tokens_[at_].line;
        ++at_;
        scan_scope(inner_scope);
        skip_closing_brace();
        --depth_;
        entity.closing_line = tokens_[at_ - 1].line;
        entity.end_line = entity.closing_line + 1;
        entities_[index] = entity;
    }

    void skip_closing_brace() {
        if (!accept("}")) fail("a '}' is missing here");
    }

    // --- Types ---------------------------------------------------------------------------------

    bool at_type() const {
        return sees("class") || sees("struct") || sees("union") || sees("enum");
    }

    /// A class, struct, union or enum, up to its semicolon. Gives false, and takes nothing, if the
    /// word is but part of another declaration: `struct stat status;`.
    bool scan_type(const std::string& scope, bool is_friend) {
        const std::size_t start = at_;
        const bool is_enum = accept("enum");
        if (accept("class") || accept("struct") || accept("union")) {}
        Name name;
        while (sees_word() || sees("::") || sees("<") || sees("[")) {
            if (sees("[")) {
                skip_brackets();
            } else if (accept("alignas")) {
                skip_brackets();
            } else if (sees("<")) {
                const std::size_t begin = at_;
                skip_angles();
                for (std::size_t i = begin; i < at_; ++i) name.written += tokens_[i].text;
            } else if (accept("final")) {
            } else {
                name.add(tokens_[at_++].text);
            }
        }
        if (accept(";")) {
            add(is_friend ? EntityKind::friend_ : EntityKind::type, scope + name.plain, false,
                scope + name.written);
            return true;
        }
        if (accept(":"))  // base classes, or the type beneath an enum
            while (!sees("{") && !sees(";") && !at_closing()) {
                if (sees("<"))
                    skip_angles();
                else
                    ++at_;
            }
        if (!sees("{")) {
            at_ = start;
            return false;
        }
        const std::string full = scope + (name.plain.empty() ? tokens_[start].text : name.plain);
        if (is_enum) {
            skip_brackets();
            skip_through(";");
            add(EntityKind::type, full);
            return true;
        }
        const std::size_t index = entities_.size();
        scan_members(EntityKind::type, full, name.plain.empty() ? scope : scope + name.plain + "::",
                     scope + name.written);
        const std::size_t behind = at_;
        skip_through(";");
        entities_[index].end_line = tokens_[at_ - 1].end_line;
        if (at_ - behind > 1)  // `struct {...} name;`
            add(EntityKind::variable, scope + tokens_[at_ - 2].text);
        return true;
    }

    // --- Functions and variables ---------------------------------------------------------------

    /// What `requires` demands: `A<T> && (b || c) && requires(T t) { ... }`.
    void skip_constraint() {
        while (true) {
            if (accept("requires")) {
                if (sees("(")) skip_brackets();
                skip_brackets();
            } else if (sees("(")) {
                skip_brackets();
            } else {
                accept("!");
                while (sees_word() || sees("::") || sees("<")) {
                    if (sees("<")) {
                        skip_angles();
                        if (!sees("::")) break;
                    } else {
                        const bool word = sees_word();
                        ++at_;
                        if (word && !sees("::") && !sees("<")) break;
                    }
                }
            }
            if (!accept("&&") && !accept("||")) return;
        }
    }

    /// Reads up to the declared name. Gives true if parameters follow it.
    bool read_name(Name& name) {
        bool qualified = false;  // the last token was a ::
        while (!at_closing()) {
            if (sees(";") || sees("=") || sees("{") || sees(",") || sees(":")) return false;
            if (sees("[") && !sees("[", 1) && !name.plain.empty()) return false;
            if (accept("operator")) {
                qualified ? name.add("operator") : name.begin("operator");
                read_operator(name);
                return true;
            }
            if (sees("(")) {
                if (!name.plain.empty() && !sees("*", 1)) return true;
                if (!sees("*", 1) && !sees("&", 1)) {
                    skip_brackets();
                    continue;
                }
                ++at_;  // a pointer to a function: its name stands within
                name = {};
                while (!sees(")") && !at_end()) {
                    if (sees_word() && !is_specifier(tokens_[at_])) name.begin(tokens_[at_].text);
                    ++at_;
                }
                ++at_;
                return false;
            }
            if (sees("[")) {
                skip_brackets();
            } else if (sees("<") && !name.plain.empty()) {
                const std::size_t begin = at_;
                skip_angles();
                for (std::size_t i = begin; i < at_; ++i) name.written += tokens_[i].text;
                qualified = false;
            } else if (accept("requires")) {
                skip_constraint();
            } else if (sees("decltype") || sees("alignas") || sees("noexcept") || sees("explicit")) {
                ++at_;
                if (sees("(")) skip_brackets();
                name = {};
            } else if (sees("~")) {
                qualified ? name.add("~") : name.begin("~");
                qualified = true;
                ++at_;
            } else if (sees("::")) {
                if (!name.plain.empty()) name.add("::");
                qualified = !name.plain.empty();
                ++at_;
            } else if (sees_word()) {
                const Token& word = tokens_[at_++];
                if (qualified)
                    name.add(word.text);
                else if (is_specifier(word))
                    name = {};
                else
                    name.begin(word.text);
                qualified = false;
            } else {
                ++at_;  // * or &
            }
        }
        return false;
    }

    /// Behind the word `operator`, up to the parameters.
    void read_operator(Name& name) {
        if ((sees("(") && sees(")", 1)) || (sees("[") && sees("]", 1))) {
            name.add(tokens_[at_].text + tokens_[at_ + 1].text);
            at_ += 2;
        }
        while (!sees("(") && !at_closing()) {
            const bool word = sees_word();
            name.add((word ? " " : "") + tokens_[at_++].text);
            if (accept("[")) {
                name.add("[]");
                accept("]");
            }
        }
    }

    void scan_declarator(const std::string& scope, bool is_friend) {
        Name name;
        const bool is_function = read_name(name);
        if (name.plain.starts_with("rondo::")) name.plain.erase(0, 7);
        if (!is_function) {
            skip_initializer();
            return add(is_friend ? EntityKind::friend_ : EntityKind::variable, scope + name.plain,
                       true, scope + name.written);
        }
        const std::size_t begin = at_;
        skip_brackets();
        const std::string parameters = squeezed(text_between(begin, at_));
        const bool definition = skip_rest_of_function();
        add(is_friend ? EntityKind::friend_ : EntityKind::function, scope + name.plain, definition,
            scope + name.written + parameters);
    }

    void skip_initializer() {
        while (!sees(";")) {
            if (at_closing()) fail("a ';' is missing behind this");
            if (at_bracket())
                skip_brackets();
            else
                ++at_;
        }
        ++at_;
    }

    /// What stands behind the parameters, and the body. Gives true if there is one, or `= default`.
    bool skip_rest_of_function() {
        while (true) {
            if (at_closing()) fail("a ';' or a body is missing behind this function's parameters");
            if (accept(";")) return false;
            if (accept("=")) {
                const bool defined = sees("default") || sees("delete");
                skip_through(";");
                return defined;
            }
            if (accept("requires")) {
                skip_constraint();
            } else if (accept(":")) {
                skip_member_initializers();
            } else if (sees("{")) {
                skip_brackets();
                while (accept("catch")) {  // of a body that is a try block as a whole
                    skip_brackets();
                    skip_brackets();
                }
                return true;
            } else if (at_bracket()) {
                skip_brackets();
            } else if (sees("<")) {
                skip_angles();
            } else {
                ++at_;
            }
        }
    }

    void skip_member_initializers() {
        do {
            while (!sees("(") && !sees("{") && !at_closing()) {
                if (sees("<"))
                    skip_angles();
                else
                    ++at_;
            }
            skip_brackets();
            accept("...");
        } while (accept(","));
    }

    // --- Noting what was found -----------------------------------------------------------------

    /// The line of the first token, or of the comments that stand right above it.
    std::size_t first_line() const {
        std::size_t line = tokens_[begin_].line;
        for (auto comment = comments_.rbegin(); comment != comments_.rend(); ++comment)
            if (comment->first_in_line && comment->end_line == line) line = comment->line;
        return line;
    }

    void add(EntityKind kind, const std::string& name, bool definition = true,
             const std::string& written = "") {
        Entity entity{kind,         name, written.empty() ? name : written, definition, first_line(),
                      tokens_[at_ - 1].end_line};
        entity.depth = depth_;
        entities_.push_back(entity);
    }

    std::vector<Token> tokens_;
    std::vector<Token> comments_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0;  // of the declaration
    std::size_t depth_ = 0;
    std::vector<Entity> entities_;
};

/// So that `f(int  a)` and `f( int a )` are one name.
std::string without_spaces(std::string_view text) {
    std::string result;
    for (const Token& token : tokens_of(text)) result += token.text;
    return result;
}

}  // namespace

std::vector<Entity> entities_of(std::string_view text) { return Scanner(text).all(); }

std::vector<Entity> entities_named(const std::vector<Entity>& entities, std::string_view name,
                                   bool declared) {
    if (name.starts_with("rondo::")) name.remove_prefix(7);
    if (name.ends_with("()")) name.remove_suffix(2);
    const std::string wanted = without_spaces(name);
    std::vector<Entity> found;
    for (const Entity& entity : entities) {
        const std::string written = without_spaces(entity.written);
        const bool named = without_spaces(entity.name) == wanted || written == wanted ||
                           written.starts_with(wanted + "(");
        if (named) found.push_back(entity);
    }
    const auto is_wanted = [&](const Entity& entity) { return entity.definition != declared; };
    if (declared || std::any_of(found.begin(), found.end(), is_wanted))
        std::erase_if(found, [&](const Entity& entity) { return !is_wanted(entity); });
    return found;
}

std::string last_part(std::string_view name) {
    const auto parameters = name.find('(');
    if (!name.substr(0, parameters).ends_with("operator")) name = name.substr(0, parameters);
    const auto at = name.rfind("::");
    return std::string(at == name.npos ? name : name.substr(at + 2));
}

}  // namespace book
