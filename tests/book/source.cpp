#include "tests/book/source.hpp"

#include "tests/book/cursor.hpp"
#include "tests/book/declarator.hpp"

#include <algorithm>

namespace book {
namespace {

class Scanner {
public:
    explicit Scanner(const std::vector<Token>& tokens) : cursor_(code(tokens)) {
        std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(comments_), is_comment);
    }

    std::vector<Entity> all() {
        scan_scope("");
        if (!cursor_.at_end()) cursor_.fail("this bracket closes nothing");
        return std::move(entities_);
    }

private:
    static bool is_comment(const Token& token) {
        return token.kind == TokenKind::comment || token.kind == TokenKind::doxygen;
    }
    static std::vector<Token> code(std::vector<Token> tokens) {
        std::erase_if(tokens, [](const Token& token) {
            return is_comment(token) || token.kind == TokenKind::directive;
        });
        return tokens;
    }

    void scan_scope(const std::string& scope) {
        while (!cursor_.at_closing()) scan_declaration(scope);
    }

    void scan_declaration(const std::string& scope) {
        if (cursor_.accept(";")) return;
        const bool access =
            cursor_.sees("public") || cursor_.sees("protected") || cursor_.sees("private");
        if (access && cursor_.sees(":", 1)) return cursor_.skip_through(":");
        begin_ = cursor_.at();
        while (cursor_.accept("template")) {
            if (cursor_.sees("<")) cursor_.skip_angles();
            if (cursor_.accept("requires")) cursor_.skip_constraint();
        }
        if (cursor_.sees("namespace") || (cursor_.sees("inline") && cursor_.sees("namespace", 1)))
            return scan_namespace(scope);
        if (cursor_.accept("using")) return scan_using(scope);
        if (cursor_.accept("typedef")) {
            cursor_.skip_through(";");
            return add(EntityKind::alias, scope + cursor_.token(cursor_.at() - 2).text);
        }
        if (cursor_.accept("concept")) {
            const std::string name = cursor_.take().text;
            cursor_.skip_through(";");
            return add(EntityKind::concept_, scope + name);
        }
        if (cursor_.accept("static_assert")) {
            cursor_.skip_through(";");
            return add(EntityKind::other, scope + "static_assert");
        }
        if (cursor_.sees("extern") && cursor_.sees("{", 2)) {  // extern "C" { ... }
            cursor_.skip_through("{");
            scan_scope(scope);
            return skip_closing_brace();
        }
        const bool is_friend = cursor_.accept("friend");
        if (!scan_type(scope, is_friend)) scan_declarator(scope, is_friend);
    }

    void scan_namespace(const std::string& scope) {
        cursor_.accept("inline");
        cursor_.accept("namespace");
        std::string name;
        while (!cursor_.sees("{") && !cursor_.sees("=") && !cursor_.at_closing()) {
            if (cursor_.sees("["))
                cursor_.skip_brackets();
            else
                name += cursor_.take().text;
        }
        if (cursor_.sees("=")) {
            cursor_.skip_through(";");
            return add(EntityKind::alias, scope + name);
        }
        const bool left_out = name.empty() || name == "rondo";
        if (name.starts_with("rondo::")) name.erase(0, 7);
        const std::string full = scope + (name.empty() ? "namespace" : name);
        scan_members(EntityKind::space, full, full, left_out ? scope : full + "::");
    }

    void scan_using(const std::string& scope) {
        const std::size_t begin = cursor_.at();
        while (!cursor_.sees(";") && !cursor_.sees("=") && !cursor_.at_closing()) cursor_.take();
        const std::string what = cursor_.text(begin, cursor_.at(), " ");
        const std::string name =
            cursor_.sees("=") ? cursor_.token(begin).text : cursor_.passed().text;
        cursor_.skip_through(";");
        if (what.starts_with("namespace"))
            add(EntityKind::other, "using " + what);
        else
            add(EntityKind::alias, scope + name);
    }

    /// The opening brace of a namespace or a type, its members, and the closing brace.
    void scan_members(EntityKind kind, const std::string& name, const std::string& written,
                      const std::string& inner_scope) {
        Entity entity{kind, name, written, true, first_line(), 0};
        entity.depth = depth_++;
        const std::size_t index = entities_.size();
        entities_.push_back(entity);
        if (!cursor_.sees("{")) cursor_.fail("a '{' is missing here");
        entity.opening_line = cursor_.take().line;
        scan_scope(inner_scope);
        skip_closing_brace();
        --depth_;
        entity.closing_line = cursor_.passed().line;
        entity.end_line = entity.closing_line + 1;
        entities_[index] = entity;
    }

    void skip_closing_brace() {
        if (!cursor_.accept("}")) cursor_.fail("a '}' is missing here");
    }

    /// A class, struct, union or enum, up to its semicolon. Gives false, and stays where it is, if
    /// the word is but part of another declaration: `struct stat status;`.
    bool scan_type(const std::string& scope, bool is_friend) {
        const std::size_t start = cursor_.at();
        const bool is_enum = cursor_.accept("enum");
        const bool is_class =
            cursor_.accept("class") || cursor_.accept("struct") || cursor_.accept("union");
        if (!is_enum && !is_class) return false;
        const Name name = read_type_name();
        if (cursor_.accept(";")) {
            add(is_friend ? EntityKind::friend_ : EntityKind::type, scope + name.plain, false,
                scope + name.written);
            return true;
        }
        skip_bases();
        if (!cursor_.sees("{")) {
            cursor_.go_to(start);
            return false;
        }
        const std::string full =
            scope + (name.plain.empty() ? cursor_.token(start).text : name.plain);
        if (is_enum) {
            cursor_.skip_through(";");
            add(EntityKind::type, full);
            return true;
        }
        const std::size_t index = entities_.size();
        scan_members(EntityKind::type, full, scope + name.written,
                     name.plain.empty() ? scope : full + "::");
        const std::size_t behind = cursor_.at();
        cursor_.skip_through(";");
        entities_[index].end_line = cursor_.passed().end_line;
        if (cursor_.at() - behind > 1)  // `struct {...} name;`
            add(EntityKind::variable, scope + cursor_.token(cursor_.at() - 2).text);
        return true;
    }

    Name read_type_name() {
        Name name;
        while (cursor_.sees_word() || cursor_.sees("::") || cursor_.sees("<") ||
               cursor_.sees("[")) {
            const std::size_t begin = cursor_.at();
            if (cursor_.sees("[") || cursor_.accept("alignas")) {
                cursor_.skip_brackets();
            } else if (cursor_.sees("<")) {
                cursor_.skip_angles();
                name.written += cursor_.text(begin, cursor_.at(), "");
            } else if (!cursor_.accept("final")) {
                name.add(cursor_.take().text);
            }
        }
        return name;
    }

    /// Base classes, or the type beneath an enum.
    void skip_bases() {
        if (!cursor_.accept(":")) return;
        while (!cursor_.sees("{") && !cursor_.sees(";") && !cursor_.at_closing()) {
            if (cursor_.sees("<"))
                cursor_.skip_angles();
            else
                cursor_.take();
        }
    }

    void scan_declarator(const std::string& scope, bool is_friend) {
        const Declarator declarator = read_declarator(cursor_);
        const EntityKind kind =
            declarator.is_function ? EntityKind::function : EntityKind::variable;
        add(is_friend ? EntityKind::friend_ : kind, scope + declarator.name.plain,
            declarator.is_definition, scope + declarator.name.written + declarator.parameters);
    }

    /// The line in which the declaration begins, or the comments that stand right above it.
    std::size_t first_line() const {
        std::size_t line = cursor_.token(begin_).line;
        for (auto comment = comments_.rbegin(); comment != comments_.rend(); ++comment)
            if (comment->first_in_line && comment->end_line == line) line = comment->line;
        return line;
    }

    void add(EntityKind kind, const std::string& name, bool definition = true,
             const std::string& written = "") {
        Entity entity{kind,       name,         written.empty() ? name : written,
                      definition, first_line(), cursor_.passed().end_line};
        entity.depth = depth_;
        entities_.push_back(entity);
    }

    Cursor cursor_;
    std::vector<Token> comments_;
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

std::vector<Entity> entities_of(std::string_view text) { return Scanner(tokens_of(text)).all(); }

std::vector<Entity> entities_named(const std::vector<Entity>& entities, std::string_view name,
                                   bool declared) {
    if (name.starts_with("rondo::")) name.remove_prefix(7);
    if (name.ends_with("()") && !name.ends_with("operator()")) name.remove_suffix(2);
    const std::string wanted = without_spaces(name);
    std::vector<Entity> found;
    for (const Entity& entity : entities) {
        const std::string written = without_spaces(entity.written);
        if (without_spaces(entity.name) == wanted || written == wanted ||
            written.starts_with(wanted + "("))
            found.push_back(entity);
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
