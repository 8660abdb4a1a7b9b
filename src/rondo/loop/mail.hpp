/// @file
/// What other threads send to a loop: a function to call, or the answer that they owe.
#pragma once

#include <rondo/base/context.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/node.hpp>
#include <rondo/loop/callback.hpp>

#include <cstddef>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

namespace rondo {

/// A function that another thread asks the loop to call.
///
/// It comes from the heap, not from the pool: the sender allocates it and the loop frees it, and a
/// pool of one thread would only ever fill the other's. For the same reason its context is a copy
/// of its own: the counts of what tasks share are for one thread.
///
/// Built in chapter 13.
template <class F>
class MailOf final : public Node {
public:
    /// Keeps a function.
    template <class G>
    explicit MailOf(G&& function) : function_(std::forward<G>(function)) {}

    void run() noexcept override {
        {
            const Context::Step step(context_);
            try {
                std::move(function_)();
            } catch (...) {
                report_failed_callback(type_tag<F>);
            }
        }
        delete this;
    }
    void drop() noexcept override { delete this; }
    std::string describe() const override { return readable_name(type_tag<F>); }

private:
    Context context_ = Context::current().detached();
    F function_;
};

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
/// The same as many MailOf, without a trip to the heap for each; and close together, for each line
/// of the cache has to travel from one processor to the other. For functions that moving runs no
/// code of (most lambdas, that capture a few pointers and numbers), and that run in an empty
/// context: a letter is a pointer and the function's own bytes, and there is nothing to destroy.
///
/// Built in chapter 18.
class Letters final : public Node {
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

    /// Adds a function.
    /// @return false if there is no room.
    bool add(const LetterKind& its_kind, void* function) noexcept;

    void run() noexcept override;
    void drop() noexcept override { delete this; }
    std::string describe() const override { return "calls from other threads"; }

private:
    /// What stands before each function.
    using Head = const LetterKind*;

    static constexpr std::size_t room = 16'000;
    std::size_t used_ = 0;
    alignas(void*) std::byte bytes_[room];
};

}  // namespace rondo
