/// @file
/// Owner: something to leak, or to destroy twice.
#pragma once

namespace support {

/// Counts how many of its objects live: more than none at the end is a leak, less than none a
/// second destruction. It is no aggregate, and has a destructor.
class Owner {
public:
    explicit Owner(int& alive) : alive_(&alive) { ++*alive_; }
    Owner(const Owner& other) : Owner(*other.alive_) {}
    Owner& operator=(const Owner&) = delete;
    ~Owner() { --*alive_; }

private:
    int* alive_;
};

}  // namespace support
