/// @file
/// ExceptionGroup: several exceptions that are thrown as one.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/groups/handler.hpp>
#include <rondo/tasks/awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rondo {

struct ExceptionSplit;

/// Several exceptions that are thrown as one: what a TaskGroup throws. Python's `ExceptionGroup`.
///
/// An exception in it may be a group itself. None is a CancelledError: a cancellation travels
/// alone, and whoever catches a group swallows no request to end.
///
/// What Python does with `except*`, `handle` does:
///
///     } catch (const ExceptionGroup& group) {
///         group.handle([](const TimeoutError&) { std::cout << "too late\n"; },
///                      [](const std::system_error& error) { std::cout << error.what() << '\n'; });
///     }
///
/// Copies share what they hold.
///
/// Built in chapter 11.
class ExceptionGroup final : public std::exception, public DescribesItself {
public:
    /// Says of an exception, which may be a group itself, whether it is looked for.
    using Condition = std::function<bool(const std::exception_ptr&)>;

    /// @throws std::invalid_argument if there are no exceptions; if one is null or a
    /// CancelledError.
    ExceptionGroup(std::string message, std::vector<std::exception_ptr> exceptions);
    // No moves: they would leave a group without exceptions behind.
    ExceptionGroup(const ExceptionGroup&) noexcept = default;
    ExceptionGroup& operator=(const ExceptionGroup&) noexcept = default;

    /// What the group was made with.
    const std::string& message() const noexcept { return contents_->message; }
    /// The message, and how many there are: `unhandled errors in a TaskGroup (2 sub-exceptions)`.
    const char* what() const noexcept override { return contents_->what.c_str(); }
    /// The same, with a line for each exception, and for each of those in groups within:
    ///
    ///     rondo::ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
    ///     - std::range_error: out of reach
    ///     - rondo::ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
    ///       - rondo::TimeoutError: the time is up
    ///
    /// Where it gets very deep, lines no longer move to the right, and tell their level instead.
    std::string describe() const override;
    /// The exceptions, one at least, in the order in which they came.
    const std::vector<std::exception_ptr>& exceptions() const noexcept {
        return contents_->exceptions;
    }

    /// Calls each handler, one after the other, for all exceptions of its type, also for those in
    /// groups within, that no handler before it took. What nobody took is thrown on, as a group of
    /// the same shape; what handlers threw comes before it, in a group around both.
    /// @param handlers functions that each take one exception, by `const E&`. They cannot wait.
    /// @throws ExceptionGroup if something is left. What a handler throws, if that is all.
    /// CancelledError at once, if a handler throws that.
    template <class... Handlers>
    void handle(Handlers&&... handlers) const;

    /// Divides it into the exceptions of one type, and the rest; each a group of the same shape
    /// and message, or nothing if it would be empty. A group that is of this type itself counts as
    /// a whole, so `split<std::exception>()` takes all.
    template <class E>
    ExceptionSplit split() const;
    /// The same by a condition, which is asked about groups first, and then about what they hold.
    ExceptionSplit split(const Condition& condition) const;
    /// The exceptions of one type: the first half of what `split` gives.
    template <class E>
    std::optional<ExceptionGroup> subgroup() const;
    /// The same by a condition.
    std::optional<ExceptionGroup> subgroup(const Condition& condition) const;

private:
    /// What copies share.
    struct Contents {
        std::string message;
        std::string what;
        std::vector<std::exception_ptr> exceptions;

        /// For Demolition: destroys it, and what it holds.
        void demolish() { delete this; }
        /// For Demolition: which one comes behind it in the line.
        Contents* doomed_behind() const { return behind; }
        /// For Demolition: notes which one comes behind it.
        void set_doomed_behind(Contents* other) { behind = other; }
        Contents* behind = nullptr;
    };
    /// A group that is being divided.
    struct Halves;

    std::optional<ExceptionGroup> with(std::vector<std::exception_ptr> exceptions) const;

    std::shared_ptr<const Contents> contents_;
};

/// What `ExceptionGroup::split` gives.
/// Built in chapter 11.
struct ExceptionSplit {
    std::optional<ExceptionGroup> match;  ///< a group of those that matched, if any did
    std::optional<ExceptionGroup> rest;   ///< a group of the others, if there are any
};

template <class E>
ExceptionSplit ExceptionGroup::split() const {
    return split(&is_exception<E>);
}

template <class E>
std::optional<ExceptionGroup> ExceptionGroup::subgroup() const {
    return subgroup(&is_exception<E>);
}

/// What becomes of a group while handlers are called.
/// Built in chapter 11.
class GroupHandling {
public:
    /// Begins with all exceptions of a group.
    explicit GroupHandling(const ExceptionGroup& group) : left_(group) {}
    /// Offers to a handler all that is left and is no group. It tells whether it takes it.
    void offer(const ExceptionGroup::Condition& take);
    /// Throws what is left, and what the handlers threw.
    void finish() const;

private:
    std::optional<ExceptionGroup> left_;
    std::vector<std::exception_ptr> thrown_;
};

/// Calls a handler, if it takes this exception. @return whether it does.
/// Built in chapter 11.
template <class F>
bool call_handler(F& handler, const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const handled_t<F>& error) {
        handler(error);
        return true;
    } catch (...) {
        return false;
    }
}

/// A handler that is a coroutine, which nobody would await.
template <class F>
concept WaitingHandler = Handler<F> && AwaitableFunction<F, handled_t<F>>;

template <class... Handlers>
void ExceptionGroup::handle(Handlers&&... handlers) const {
    constexpr bool take_one_exception = (Handler<Handlers> && ...);
    constexpr bool can_wait = (WaitingHandler<Handlers> || ...);
    static_assert(
        take_one_exception,
        "a handler is a function that takes one exception: [](const IOError& error) { ... }");
    static_assert(!can_wait,
                  "a handler cannot wait: C++ forbids it within a catch. Keep what split() gives, "
                  "leave the catch, and wait there");
    if constexpr (take_one_exception && !can_wait) {
        GroupHandling handling(*this);
        (handling.offer([&](const auto& one) { return call_handler(handlers, one); }), ...);
        handling.finish();
    }
}

}  // namespace rondo
