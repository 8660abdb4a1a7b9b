// For tests of what is wrong use.
#pragma once

#include <rondo/rondo.hpp>

#include <string>

// What the RuntimeError says that a function throws.
template <class F>
std::string refusal(F&& function) {
    try {
        function();
    } catch (const rondo::RuntimeError& error) {
        return error.what();
    }
    return "it was not refused";
}
