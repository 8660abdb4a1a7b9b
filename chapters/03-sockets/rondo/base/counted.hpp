/// @file
/// Counted references, for what several hold and the last one frees.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

namespace rondo {

/// A pointer that counts: `T` has `retain()` and `release()`, and frees itself at the last release.
/// The counts are plain numbers, for one thread; an atomic one would cost ten times as much.
///
/// Built in chapter 1.
template <class T>
class Counted {
public:
    Counted() = default;
    /// Shares what the pointer points to.
    explicit Counted(T* pointer) : pointer_(pointer) {
        if (pointer_ != nullptr) pointer_->retain();
    }
    explicit Counted(T& object) : pointer_(&object) { object.retain(); }
    Counted(const Counted& other) : Counted(other.pointer_) {}
    Counted(Counted&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
    Counted& operator=(Counted other) noexcept {
        std::swap(pointer_, other.pointer_);
        return *this;
    }
    ~Counted() {
        if (pointer_ != nullptr) pointer_->release();
    }

    T* get() const { return pointer_; }
    T* operator->() const { return pointer_; }
    T& operator*() const { return *pointer_; }
    explicit operator bool() const { return pointer_ != nullptr; }
    bool operator==(const Counted& other) const { return pointer_ == other.pointer_; }

private:
    T* pointer_ = nullptr;
};

}  // namespace rondo
