#include <rondo/watch/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using rondo::append_json_string;
using rondo::JsonList;
using rondo::JsonObject;

std::string json(std::string_view string) {
    std::string text;
    append_json_string(text, string);
    return text;
}

/// UTF-8, as the table of RFC 3629 has it; what is no character becomes one mark a byte.
std::string expected_of(std::string_view bytes) {
    const auto byte = [&](std::size_t at) -> unsigned {
        return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
    };
    const auto between = [&](std::size_t at, unsigned low, unsigned high) {
        return byte(at) >= low && byte(at) <= high;
    };
    const auto tail = [&](std::size_t at) { return between(at, 0x80, 0xBF); };
    std::size_t length = 0;
    if (between(0, 0xC2, 0xDF) && tail(1)) length = 2;
    if (byte(0) == 0xE0 && between(1, 0xA0, 0xBF) && tail(2)) length = 3;
    if (between(0, 0xE1, 0xEC) && tail(1) && tail(2)) length = 3;
    if (byte(0) == 0xED && between(1, 0x80, 0x9F) && tail(2)) length = 3;
    if (between(0, 0xEE, 0xEF) && tail(1) && tail(2)) length = 3;
    if (byte(0) == 0xF0 && between(1, 0x90, 0xBF) && tail(2) && tail(3)) length = 4;
    if (between(0, 0xF1, 0xF3) && tail(1) && tail(2) && tail(3)) length = 4;
    if (byte(0) == 0xF4 && between(1, 0x80, 0x8F) && tail(2) && tail(3)) length = 4;
    if (length == bytes.size()) return '"' + std::string(bytes) + '"';
    std::string marks;
    for (std::size_t at = 0; at < bytes.size(); ++at) marks += "\\ufffd";
    return '"' + marks + '"';
}

TEST(JsonString, IsUtf8WhateverBytesThereAre) {
    constexpr unsigned edges[] = {0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (unsigned first = 0x80; first <= 0xFF; ++first) {
        std::string bytes(1, static_cast<char>(first));
        EXPECT_EQ(json(bytes), expected_of(bytes)) << first;
        for (const unsigned second : edges)
            for (const unsigned third : edges)
                for (const unsigned fourth : {0x80U, 0xBFU, 0xC0U}) {
                    bytes = {static_cast<char>(first), static_cast<char>(second),
                             static_cast<char>(third), static_cast<char>(fourth)};
                    for (const std::size_t length : {2U, 3U, 4U}) {
                        const std::string expected = expected_of(bytes.substr(0, length));
                        // Where a character ends earlier, the rest is another matter.
                        if (expected_of(bytes.substr(0, length - 1)).front() != '"' ||
                            (length > 2 && expected_of(bytes.substr(0, 2)).size() == 4) ||
                            (length > 3 && expected_of(bytes.substr(0, 3)).size() == 5))
                            continue;
                        EXPECT_EQ(json(bytes.substr(0, length)), expected)
                            << testing::PrintToString(bytes) << " " << length;
                    }
                }
    }
}

// The bytes behind a part of a string are none of its own.
TEST(JsonString, DoesNotReadBeyondItsEnd) {
    constexpr std::string_view euro = "\xE2\x82\xAC";
    EXPECT_EQ(json(euro), "\"\xE2\x82\xAC\"");
    EXPECT_EQ(json(euro.substr(0, 2)), R"("\ufffd\ufffd")");
    EXPECT_EQ(json(euro.substr(0, 1)), R"("\ufffd")");
    EXPECT_EQ(json(""), R"("")");
}

TEST(JsonString, EscapesWhatMayNotStandInIt) {
    EXPECT_EQ(json("a\"b\\c\nd"), R"("a\"b\\c\nd")");
    EXPECT_EQ(json(std::string_view("\0\x01\x1f\x7f ~", 6)), R"("\u0000\u0001\u001f\u007f ~")");
}

TEST(JsonText, HasCommasBetweenAndNoneElsewhere) {
    std::string text;
    {
        JsonObject object(text);
        object.add("a", "b");
        object.add("n", std::int64_t{-1});
        JsonList list(object.key("list"));
        list.add("x");
        list.add("y");
        const JsonObject empty(list.next());
    }
    EXPECT_EQ(text, R"({"a":"b","n":-1,"list":["x","y",{}]})");
}

}  // namespace
