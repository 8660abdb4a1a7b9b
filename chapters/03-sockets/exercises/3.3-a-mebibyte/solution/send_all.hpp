#pragma once

#include "sockets.hpp"

#include <rondo/rondo.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

class SendAll final : public rondo::Operation {
public:
    SendAll(rondo::Descriptor socket, std::string bytes, std::function<void()> done)
        : Operation(socket, rondo::Direction::write),
          bytes_(std::move(bytes)),
          done_(std::move(done)) {}

    bool attempt() noexcept override {
        while (!left_.empty()) {
            const auto sent = sockets::send_some(descriptor, left_);
            if (!sent) return false;
            left_.remove_prefix(*sent);
        }
        return true;
    }

    void run() noexcept override {
        done_();
        delete this;
    }
    void drop() noexcept override { delete this; }

private:
    std::string bytes_;
    std::string_view left_ = bytes_;
    std::function<void()> done_;
};

/// Sends all of these bytes, however long that takes, and calls `done` when the last one is on its
/// way: in a turn that is yet to come.
inline void send_all(rondo::EventLoop& loop, rondo::Descriptor socket, std::string bytes,
                     std::function<void()> done) {
    auto* operation = new SendAll(socket, std::move(bytes), std::move(done));
    if (operation->attempt())
        loop.schedule(*operation);
    else
        loop.poller().submit(*operation);
}
