/// @file
/// The errors that the loop raises, under asyncio's names.
#pragma once

#include <rondo/base/type_tag.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>

namespace rondo {

/// Wrong use of the loop: another thread's loop, no running loop, awaiting oneself.
/// Built in chapter 1.
class RuntimeError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A future that is pending was read, or one that is done was finished again. Built in chapter 7.
class InvalidStateError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The time was up. Built in chapter 11.
class TimeoutError : public std::runtime_error {
public:
    TimeoutError() : std::runtime_error("the time is up") {}
    using std::runtime_error::runtime_error;
};

/// A ContextVar without a value was read. Built in chapter 15.
class LookupError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Somebody asked the task to stop.
///
/// **Not** derived from std::exception, so that `catch (const std::exception&)` does not swallow a
/// cancellation by accident. Catch it to clean up, then `throw;` it on.
///
/// Built in chapter 10.
class CancelledError final {
public:
    CancelledError() = default;
    /// @param message what was given to `cancel`; may be empty.
    explicit CancelledError(std::string message) : message_(std::move(message)) {}

    /// The message that was given to `cancel`, or an empty one.
    const std::string& message() const noexcept { return message_; }
    /// The same, for those who print whatever they caught.
    const char* what() const noexcept { return message_.c_str(); }

private:
    std::string message_;
};

/// An exception that has more to say than `what()`: `describe` asks it. Built in chapter 11.
class DescribesItself {
public:
    /// What it is and says; may have several lines.
    virtual std::string describe() const = 0;

protected:
    ~DescribesItself() = default;
};

/// Ctrl-C: the person at the terminal wants the program to end.
///
/// **Not** derived from std::exception, as CancelledError is not. `run` throws it when its main
/// task has ended because of that. Catch it in `main`, if the program has a last word to say.
///
/// Built in chapter 13.
class KeyboardInterrupt final {
public:
    KeyboardInterrupt() = default;
    /// For those who print whatever they caught.
    const char* what() const noexcept { return "interrupted"; }
};

/// An exception, made but not thrown; where there is no memory for it, std::bad_alloc.
/// Built in chapter 9.
template <class Error>
std::exception_ptr make_error(const char* message) noexcept {
    try {
        return std::make_exception_ptr(Error(message));
    } catch (...) {
        return std::current_exception();
    }
}

/// What a type is called, for a person to read.
std::string readable_name(const std::type_info& type);
/// The same, also of a function in a file that is compiled without RTTI, which has no name.
std::string readable_name(const TypeTag& type);

/// What an exception is and says, for a person to read: `std::runtime_error: no such file`.
std::string describe(const std::exception_ptr& exception);

/// A CancelledError; without its message, if there is no memory for that.
std::exception_ptr cancellation(std::string_view message) noexcept;

/// Whether an exception is a CancelledError.
bool is_cancellation(const std::exception_ptr& exception);

}  // namespace rondo
