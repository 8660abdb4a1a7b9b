/// @file
/// TypeTag, which type a function has: for files without RTTI, too.
#pragma once

#include <typeinfo>

namespace rondo {

/// Which type something has, to compare it and to print it. It is `typeid`, where that can be had:
/// a user's file may be compiled with `-fno-rtti`, and then a type has no name.
/// Built in chapter 7.
struct TypeTag {
    const std::type_info* info;  ///< what `typeid` gives, or null

    /// Whether it is the same type. Each has one tag; or one for each library that hides its own.
    bool operator==(const TypeTag& other) const {
        return this == &other || (info != nullptr && other.info != nullptr && *info == *other.info);
    }
};

/// The tag of a type. Built in chapter 7.
template <class T>
inline constexpr TypeTag type_tag = {
#ifdef __cpp_rtti
    &typeid(T)
#else
    nullptr
#endif
};

}  // namespace rondo
