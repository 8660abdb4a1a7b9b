/// @file
/// Script: the bytes that a program is made from.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fuzz {

/// Bytes, read one after the other. When they are used up it gives zeros.
class Script {
public:
    Script(const std::uint8_t* bytes, std::size_t size) : bytes_(bytes), left_(size) {}

    bool used_up() const { return left_ == 0; }
    /// The next byte, as a number below a limit.
    unsigned below(unsigned limit) {
        if (left_ == 0) return 0;
        --left_;
        return *bytes_++ % limit;
    }

private:
    const std::uint8_t* bytes_;
    std::size_t left_;
};

}  // namespace fuzz
