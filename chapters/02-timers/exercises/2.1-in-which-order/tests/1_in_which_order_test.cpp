#include "prediction.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <string>

using namespace std::chrono_literals;

namespace {

std::string program() {
    rondo::EventLoop loop({.virtual_time = true});
    std::string noted;
    const auto note = [&](char letter) { noted += letter; };

    loop.call_later(2s, note, 'a');
    loop.call_later(1s, [&] {
        note('b');
        loop.call_soon(note, 'i');
    });
    loop.call_soon(note, 'c');
    loop.call_later(0s, note, 'd');
    loop.call_later(1000ms, note, 'e');
    loop.call_soon([&] {
        note('f');
        loop.call_later(0s, note, 'h');
        loop.call_soon(note, 'g');
    });
    loop.call_later(3s, [&] { loop.stop(); });
    loop.run_forever();
    return noted;
}

TEST(InWhichOrder, IsPredicted) {
    EXPECT_TRUE(prediction == program())
        << "something in \"" << prediction << "\" is not as it goes";
}

}  // namespace
