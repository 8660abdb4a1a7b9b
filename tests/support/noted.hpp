/// @file
/// Noted: an operation of the library's that writes its name into a list when it is over.
#pragma once

#include <rondo/kernel/operations.hpp>

#include <string>
#include <utility>
#include <vector>

namespace support {

/// @tparam Kind Receive, Send, Accept, Connect...
template <class Kind>
class Noted final : public Kind {
public:
    template <class... Args>
    Noted(std::vector<std::string>& ended, std::string name, Args&&... args)
        : Kind(std::forward<Args>(args)...), ended_(ended), name_(std::move(name)) {}

    void run() noexcept override { ended_.push_back(name_); }

private:
    std::vector<std::string>& ended_;
    std::string name_;
};

}  // namespace support
