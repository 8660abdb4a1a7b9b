/// @file
/// Demolition: what holds another of its kind, and that another, is destroyed without recursion.
#pragma once

#include <utility>

namespace rondo {

/// Destroys objects of one kind, each of which may be the last to hold the next: a coroutine that
/// was given a coroutine, the future behind a shield. A destructor that runs within many others is
/// not run there, but put off until the outermost of them is over: so a chain of a million needs no
/// more stack than one of a few dozen.
///
/// A `T` has `demolish()`, which ends its life; and it can note which one comes behind it in a
/// line, in a pointer that it needs no more by then.
///
/// Built in chapter 11.
template <class T>
class Demolition {
public:
    /// Destroys an object, now or soon.
    static void of(T& object) noexcept {
        if (depth == deepest) {
            object.set_doomed_behind(std::exchange(put_off, &object));
            return;
        }
        ++depth;
        object.demolish();
        while (depth == 1 && put_off != nullptr) {
            T& next = *put_off;
            put_off = next.doomed_behind();
            next.demolish();
        }
        --depth;
    }

private:
    /// As deep as destructors go: deeper than programs that are written by hand.
    static constexpr int deepest = 64;

    static inline constinit thread_local int depth = 0;
    static inline constinit thread_local T* put_off = nullptr;
};

}  // namespace rondo
