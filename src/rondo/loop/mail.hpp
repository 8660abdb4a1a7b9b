/// @file
/// Letters: small functions that other threads ask a loop to call.
#pragma once

#include <rondo/base/node.hpp>
#include <rondo/base/pool.hpp>
#include <rondo/base/type_tag.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

namespace rondo {

/// How to handle a small function of one type, of which only the bytes are known.
///
/// Built in chapter 18.
struct LetterKind {
    void (*move)(void* from, void* to);  ///< moves the function, and destroys the old one
    void (*call)(void* function);        ///< calls the function
    std::size_t size;                    ///< in bytes, a multiple of a pointer's
    const TypeTag* type;                 ///< of the function, for people to read
};

/// Small functions that other threads ask the loop to call, one behind the other.
///
/// The same as a Callback each, without an allocation for each; and close together, for each line
/// of the cache has to travel from one processor to the other. For functions that moving runs no
/// code of (most lambdas, that capture a few pointers and numbers), and that run in an empty
/// context: a letter is a pointer and the function's own bytes, and there is nothing to destroy.
///
/// Built in chapter 18.
class Letters final : public Node, public Pooled {
public:
    /// Whether functions of this type can be sent so.
    template <class F>
    static constexpr bool take =
        sizeof(F) <= 64 && alignof(F) <= alignof(void*) &&
        std::is_trivially_move_constructible_v<F>&& std::is_trivially_destructible_v<F>;
    /// How functions of this type are sent.
    template <class F>
    static constexpr LetterKind kind = {
        [](void* from, void* to) { new (to) F(std::move(*static_cast<F*>(from))); },
        [](void* function) { std::move (*static_cast<F*>(function))(); },
        (sizeof(F) + sizeof(void*) - 1) / sizeof(void*) * sizeof(void*), &type_tag<F>};

    /// Room for at least one letter.
    Letters() : Letters(least) {}
    /// Twice the room of those that are full: where few are sent at a time, little room is wasted.
    static Letters* after(const Letters& full) {
        return new Letters(2 * full.room_ < most ? 2 * full.room_ : most);
    }

    /// Adds a function.
    /// @return false if there is no room.
    bool add(const LetterKind& its_kind, void* function) noexcept;

    void run() noexcept override;
    void drop() noexcept override { delete this; }
    std::string describe() const override { return "calls from other threads"; }

private:
    /// What stands before each function.
    using Head = const LetterKind*;

    static constexpr std::size_t least = 240;
    static constexpr std::size_t most = 16'000;

    explicit Letters(std::size_t room)
        : room_(room), bytes_(std::make_unique_for_overwrite<std::byte[]>(room)) {}

    std::size_t room_;
    std::size_t used_ = 0;
    std::unique_ptr<std::byte[]> bytes_;
};

}  // namespace rondo
