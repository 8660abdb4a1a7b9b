/// @file
/// Link: a way to something that may be gone.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/base/pool.hpp>

#include <cstdint>

namespace rondo {

/// What a done-callback holds of a future that waits for others: not the future itself, or each
/// would hold the other for ever. When the future goes, it cuts the link.
///
/// Built in chapter 11.
template <class T>
class Link : public Pooled {
public:
    explicit Link(T& its_target) : target(&its_target) {}

    void retain() { ++count_; }
    void release() {
        if (--count_ == 0) delete this;
    }

    /// What it leads to, or nullptr when that is gone or wants to hear no more.
    T* target;

private:
    std::uint32_t count_ = 0;
};

}  // namespace rondo
