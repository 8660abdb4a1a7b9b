/// @file
/// FailingCall: system calls that fail when a test says so.
#pragma once

namespace support {

/// While it lives, some calls of a system's function in this thread fail. The linker puts ours in
/// front of the system's (`--wrap`), so nothing in the library knows of it.
class FailingCall {
public:
    /// @param name    "recv", say; "io_uring_enter" and "io_uring_setup" count as functions, too.
    /// @param error   what `errno` is then.
    /// @param times   how many fail.
    /// @param passing how many go through before.
    FailingCall(const char* name, int error, int times = 1, int passing = 0);
    ~FailingCall();
    FailingCall(const FailingCall&) = delete;
    FailingCall& operator=(const FailingCall&) = delete;

    /// How many have failed.
    int failed() const { return failed_; }

    /// Whether this call fails.
    static bool refuses(const char* name);

private:
    const char* name_;
    int error_, times_, passing_, failed_ = 0;
};

}  // namespace support
