/// @file
/// Slot: a place for a result that is not there yet.
#pragma once

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace rondo {

/// Whether a result can be copied. A container of what cannot be copied says that it can, and then
/// does not compile; so its elements are asked, too. A struct that holds such a container cannot be
/// asked, and its author has to say so:
/// `template <> inline constexpr bool rondo::is_copyable<Page> = false;`
template <class T>
inline constexpr bool is_copyable = std::is_copy_constructible_v<T>;
/// A container can be copied if what is in it can be.
template <class T>
requires requires { typename T::value_type; }
inline constexpr bool is_copyable<T> =
    std::is_copy_constructible_v<T> && is_copyable<typename T::value_type>;
/// A tuple, if all that is in it can be.
template <class... Ts>
inline constexpr bool is_copyable<std::tuple<Ts...>> = (is_copyable<Ts> && ...);

/// Copies a result. Should the compiler stop in here, see is_copyable.
template <class T>
T copy_as_is_copyable_says(const T& result) {
    return result;
}

/// A place for the result of a coroutine, a future or a task; empty at first. A result may also be
/// a reference, or nothing (`void`).
///
/// Built in chapter 7.
template <class T>
class Slot {
public:
    /// Puts the result in.
    template <class... Args>
    void set(Args&&... args) {
        value_.emplace(std::forward<Args>(args)...);
    }
    /// Whether the result is there.
    bool has_value() const { return value_.has_value(); }
    /// Looks at the result, which is there.
    const T& get() const { return *value_; }
    /// Takes the result out, by moving it.
    T take() { return std::move(*value_); }

private:
    std::optional<T> value_;
};

/// For a reference, its address.
/// Built in chapter 7.
template <class T>
class Slot<T&> {
public:
    /// Refers to this from now on.
    void set(T& value) { value_ = &value; }
    /// Whether it refers to something.
    bool has_value() const { return value_ != nullptr; }
    /// What it refers to.
    T& get() const { return *value_; }
    /// The same: what it refers to stays where it is.
    T& take() const { return *value_; }

private:
    T* value_ = nullptr;
};

/// For nothing, nothing.
/// Built in chapter 7.
template <>
class Slot<void> {
public:
    /// Nothing to keep.
    void set() {}
    /// Always: there is nothing that could be missing.
    bool has_value() const { return true; }
    /// Gives nothing.
    void get() const {}
    /// Gives nothing.
    void take() const {}
};

}  // namespace rondo
