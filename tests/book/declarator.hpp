/// @file
/// Declarators: the name that a declaration gives, and whether it is a function's.
#pragma once

#include "tests/book/cursor.hpp"

#include <string>

namespace book {

/// A name, as it is put together while tokens pass by.
struct Name {
    std::string plain;    ///< `Future::set_result`
    std::string written;  ///< with template arguments: `Future<T>::set_result`

    void begin(const std::string& text) { plain = written = text; }
    void add(const std::string& text) {
        plain += text;
        written += text;
    }
};

/// A function or a variable.
struct Declarator {
    Name name;
    bool is_function;
    /// Of a function: whether it has a body, or is defaulted or deleted.
    bool is_definition = true;
    /// Of a function, with their parentheses.
    std::string parameters;
};

/// Reads a declaration of a function or a variable to its end: the semicolon, or the body.
Declarator read_declarator(Cursor& cursor);

}  // namespace book
