#include "tests/book/declarator.hpp"

#include <algorithm>
#include <array>

namespace book {
namespace {

/// Words that stand in a declaration without being the name that it declares.
constexpr std::array<std::string_view, 34> specifiers = {
    "auto",      "bool",     "char",     "char8_t",  "const",    "consteval", "constexpr",
    "constinit", "double",   "enum",     "explicit", "extern",   "final",     "float",
    "inline",    "int",      "long",     "mutable",  "noexcept", "override",  "private",
    "protected", "public",   "register", "short",    "signed",   "static",    "thread_local",
    "typename",  "unsigned", "virtual",  "void",     "volatile", "wchar_t"};

bool is_specifier(const Token& token) {
    return std::find(specifiers.begin(), specifiers.end(), token.text) != specifiers.end();
}

/// Reads a declaration up to its name and through it.
class NameReader {
public:
    explicit NameReader(Cursor& cursor) : cursor_(cursor) {}

    /// Gives true if parameters follow the name.
    bool read() {
        while (!cursor_.at_closing() && !at_end_of_variable()) {
            if (cursor_.accept("operator")) {
                read_operator();
                return true;
            }
            if (!cursor_.sees("(")) {
                read_token();
            } else if (cursor_.sees("*", 1) || cursor_.sees("&", 1)) {
                read_pointer_to_function();
                return false;
            } else if (!name.plain.empty()) {
                return true;
            } else {
                cursor_.skip_brackets();
            }
        }
        return false;
    }

    Name name;

private:
    bool at_end_of_variable() const {
        const bool array = cursor_.sees("[") && !cursor_.sees("[", 1) && !name.plain.empty();
        return array || cursor_.sees(";") || cursor_.sees("=") || cursor_.sees("{") ||
               cursor_.sees(",") || cursor_.sees(":");
    }

    void put(const std::string& text) { joined_ ? name.add(text) : name.begin(text); }

    void read_token() {
        if (cursor_.sees("[")) {
            cursor_.skip_brackets();  // an attribute
        } else if (cursor_.sees("<") && !name.plain.empty()) {
            const std::size_t begin = cursor_.at();
            cursor_.skip_angles();
            name.written += cursor_.text(begin, cursor_.at(), "");
            joined_ = false;
        } else if (cursor_.accept("requires")) {
            cursor_.skip_constraint();
        } else if (cursor_.accept("decltype") || cursor_.accept("alignas") ||
                   cursor_.accept("noexcept") || cursor_.accept("explicit")) {
            if (cursor_.sees("(")) cursor_.skip_brackets();
            name = {};
        } else if (cursor_.accept("~")) {
            put("~");
            joined_ = true;
        } else if (cursor_.accept("::")) {
            joined_ = !name.plain.empty();
            if (joined_) name.add("::");
        } else if (cursor_.sees_word()) {
            const Token& word = cursor_.take();
            if (!joined_ && is_specifier(word))
                name = {};
            else
                put(word.text);
            joined_ = false;
        } else {
            cursor_.take();  // * or &
        }
    }

    /// Behind the word `operator`, up to the parameters.
    void read_operator() {
        put("operator");
        if (cursor_.sees("(")) name.add(cursor_.take().text);  // of operator(); the ) follows
        while (!cursor_.sees("(") && !cursor_.at_end()) {
            const bool word = cursor_.sees_word();
            name.add((word ? " " : "") + cursor_.take().text);
        }
    }

    /// `(*name)(...)`, or `(*name[])(...)`: a variable.
    void read_pointer_to_function() {
        name = {};
        while (!cursor_.sees(")") && !cursor_.at_end()) {
            const Token& token = cursor_.take();
            if (token.kind == TokenKind::word && !is_specifier(token)) name.begin(token.text);
        }
        cursor_.accept(")");
    }

    Cursor& cursor_;
    bool joined_ = false;  // the next word belongs to the name: a :: or a ~ stands before it
};

void skip_member_initializers(Cursor& cursor) {
    do {
        while (!cursor.sees("(") && !cursor.sees("{") && !cursor.at_closing()) {
            if (cursor.sees("<"))
                cursor.skip_angles();
            else
                cursor.take();
        }
        cursor.skip_brackets();
        cursor.accept("...");
    } while (cursor.accept(","));
}

/// What stands behind the parameters, and the body. Gives true if the function is defined here.
bool skip_rest_of_function(Cursor& cursor) {
    while (true) {
        if (cursor.at_closing())
            cursor.fail("a ';' or a body is missing behind this function's parameters");
        if (cursor.accept(";")) return false;
        if (cursor.accept("=")) {
            const bool defined = cursor.sees("default") || cursor.sees("delete");
            cursor.skip_through(";");
            return defined;
        }
        if (cursor.accept("requires")) {
            cursor.skip_constraint();
        } else if (cursor.accept(":")) {
            skip_member_initializers(cursor);
        } else if (cursor.sees("{")) {
            cursor.skip_brackets();
            while (cursor.accept("catch")) {  // of a body that is a try block as a whole
                cursor.skip_brackets();
                cursor.skip_brackets();
            }
            return true;
        } else if (cursor.at_bracket()) {
            cursor.skip_brackets();
        } else if (cursor.sees("<")) {
            cursor.skip_angles();
        } else {
            cursor.take();
        }
    }
}

}  // namespace

Declarator read_declarator(Cursor& cursor) {
    NameReader reader(cursor);
    const bool is_function = reader.read();
    if (reader.name.plain.starts_with("rondo::")) reader.name.plain.erase(0, 7);
    Declarator declarator{std::move(reader.name), is_function, true, ""};
    if (!is_function) {
        cursor.skip_through(";");
        return declarator;
    }
    const std::size_t begin = cursor.at();
    cursor.skip_brackets();
    declarator.parameters = cursor.text(begin + 1, cursor.at() - 1, " ");
    declarator.parameters = "(" + declarator.parameters + ")";
    declarator.is_definition = skip_rest_of_function(cursor);
    return declarator;
}

}  // namespace book
