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

}  // namespace rondo
