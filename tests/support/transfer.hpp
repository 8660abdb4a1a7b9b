/// @file
/// Receiving and Sending: the two plainest operations that there are.
#pragma once

#include "tests/support/sockets.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/kernel/poller.hpp>

#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

namespace support {

/// An operation that writes its name into a list when it is over and has run.
class Transfer : public rondo::Operation {
public:
    Transfer(std::vector<std::string>& ended, std::string name, rondo::Descriptor socket,
             rondo::Direction way)
        : Operation(socket, way), ended_(ended), name_(std::move(name)) {}

    void run() noexcept override { ended_.push_back(name_); }
    std::string describe() const override { return rondo::readable_name(typeid(*this)); }

    int error = 0;
    int attempts = 0;

protected:
    ~Transfer() = default;

    /// Whether a system call that gave `count` has to be tried again later.
    bool would_block(Count count) {
        if (count >= 0) return false;
        if (last_call_would_block()) return true;
        error = last_error();
        return false;
    }

private:
    std::vector<std::string>& ended_;
    std::string name_;
};

/// Receives as many bytes as there are, up to a limit.
class Receiving final : public Transfer {
public:
    Receiving(std::vector<std::string>& ended, std::string name, rondo::Descriptor socket,
              std::size_t limit)
        : Transfer(ended, std::move(name), socket, rondo::Direction::read), limit_(limit) {}

    bool attempt() noexcept override {
        ++attempts;
        std::string block(limit_, '\0');
        const Count count = receive_some(descriptor, block.data(), block.size());
        if (would_block(count)) return false;
        if (count >= 0) bytes = block.substr(0, static_cast<std::size_t>(count));
        return true;
    }

    std::string bytes;

private:
    std::size_t limit_;
};

/// Sends all of a string, in as many parts as it takes.
class Sending final : public Transfer {
public:
    /// Windows takes any number of bytes at once if there is room for one.
    static constexpr std::size_t most_at_once = 65536;

    Sending(std::vector<std::string>& ended, std::string name, rondo::Descriptor socket,
            std::string bytes)
        : Transfer(ended, std::move(name), socket, rondo::Direction::write),
          left(std::move(bytes)) {}

    bool attempt() noexcept override {
        ++attempts;
        while (!left.empty()) {
            const Count count =
                send_some(descriptor, std::string_view(left).substr(0, most_at_once));
            if (would_block(count)) return false;
            if (count < 0) return true;
            left.erase(0, static_cast<std::size_t>(count));
        }
        return true;
    }

    std::string left;
};

}  // namespace support
