/// @file
/// JsonObject and JsonList: JSON, written piece by piece.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rondo {

/// Adds a string as JSON writes it, in quotes. What is not UTF-8 becomes U+FFFD.
/// Built in chapter 15.
void append_json_string(std::string& text, std::string_view string);

/// Ends a list or an object. Where there is no memory for the bracket, the text ends without it.
/// Built in chapter 15.
void end_json(std::string& text, char bracket) noexcept;

/// Writes a list at the end of a text: `["Task-1","Task-2"]`. It ends when this goes out of scope.
/// Built in chapter 15.
class JsonList {
public:
    /// Begins a list at the end of a text.
    explicit JsonList(std::string& text) : text_(text) { text_ += '['; }
    ~JsonList() { end_json(text_, ']'); }
    JsonList(const JsonList&) = delete;
    JsonList& operator=(const JsonList&) = delete;

    /// The text, at whose end the next value is to be written.
    std::string& next() {
        if (!empty_) text_ += ',';
        empty_ = false;
        return text_;
    }
    /// Adds a string.
    void add(std::string_view string) { append_json_string(next(), string); }

private:
    std::string& text_;
    bool empty_ = true;
};

/// Writes an object at the end of a text: `{"name":"Task-1","turn":2}`. It ends when this goes out
/// of scope.
/// Built in chapter 15.
class JsonObject {
public:
    /// Begins an object at the end of a text.
    explicit JsonObject(std::string& text) : text_(text) { text_ += '{'; }
    ~JsonObject() { end_json(text_, '}'); }
    JsonObject(const JsonObject&) = delete;
    JsonObject& operator=(const JsonObject&) = delete;

    /// Writes a key. The text, at whose end its value is to be written.
    std::string& key(std::string_view name) {
        if (!empty_) text_ += ',';
        empty_ = false;
        append_json_string(text_, name);
        return text_ += ':';
    }
    /// Adds a string under a name.
    void add(std::string_view name, std::string_view string) {
        append_json_string(key(name), string);
    }
    /// Adds a number under a name.
    void add(std::string_view name, std::int64_t number) { key(name) += std::to_string(number); }

private:
    std::string& text_;
    bool empty_ = true;
};

}  // namespace rondo
