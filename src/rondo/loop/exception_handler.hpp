/// @file
/// ExceptionHandler: what becomes of an exception that nobody else can catch.
#pragma once

#include <exception>
#include <functional>
#include <string>

namespace rondo {

class EventLoop;

/// What the exception handler is told.
/// Built in chapter 1.
struct ErrorContext {
    /// What happened: "Exception in callback".
    std::string message;
    /// The exception; never null.
    std::exception_ptr exception;
    /// Whose it is: a task's name and where it was made; may be empty.
    std::string source = {};
};

/// What to do with an exception that nobody else can catch.
using ExceptionHandler = std::function<void(EventLoop&, const ErrorContext&)>;

/// Tells a loop of an exception that nobody else can catch, or standard error, if there is none.
/// This cannot fail: where there is no memory to say more, less is said.
/// @param message what happened.
/// @param error   by default the exception that is being handled.
/// @param source  gives whose it is; an empty function if there is nothing to say.
/// Built in chapter 19.
void report(EventLoop* loop, const char* message,
            std::exception_ptr error = std::current_exception(),
            const std::function<std::string()>& source = {}) noexcept;

}  // namespace rondo
