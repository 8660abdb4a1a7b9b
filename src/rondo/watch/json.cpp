#include <rondo/watch/json.hpp>

#include <cstddef>
#include <new>

namespace rondo {
namespace {

bool continues(std::string_view bytes, std::size_t index) {
    return index < bytes.size() && (static_cast<unsigned char>(bytes[index]) & 0xC0) == 0x80;
}

/// How many bytes the character at the beginning takes; 0 if they are not UTF-8 (RFC 3629: nothing
/// longer than need be, no halves of UTF-16, nothing beyond U+10FFFF).
std::size_t character_length(std::string_view bytes) {
    const auto first = static_cast<unsigned char>(bytes[0]);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4 || !continues(bytes, 1)) return 0;
    if (first < 0xE0) return 2;
    const auto second = static_cast<unsigned char>(bytes[1]);
    const bool out_of_range = (first == 0xE0 && second < 0xA0) ||
                              (first == 0xED && second > 0x9F) ||
                              (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    if (out_of_range || !continues(bytes, 2)) return 0;
    if (first < 0xF0) return 3;
    return continues(bytes, 3) ? 4 : 0;
}

void append_control(std::string& text, unsigned char control) {
    constexpr char digits[] = "0123456789abcdef";
    text += "\\u00";
    text += digits[control >> 4];
    text += digits[control & 15];
}

}  // namespace

void end_json(std::string& text, char bracket) noexcept {
    try {
        text += bracket;
    } catch (const std::bad_alloc&) {}
}

void append_json_string(std::string& text, std::string_view string) {
    text += '"';
    while (!string.empty()) {
        const char first = string[0];
        const std::size_t length = character_length(string);
        if (length == 0) {
            text += "\\ufffd";
        } else if (first == '"' || first == '\\') {
            text += '\\';
            text += first;
        } else if (first == '\n') {
            text += "\\n";
        } else if (static_cast<unsigned char>(first) < 0x20 || first == '\x7f') {
            append_control(text, static_cast<unsigned char>(first));
        } else {
            text += string.substr(0, length);
        }
        string.remove_prefix(length == 0 ? 1 : length);
    }
    text += '"';
}

}  // namespace rondo
