/// @file
/// EnvironmentVariable: one that is set for as long as a test needs it.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace support {

/// Sets a variable of the environment, or with nullptr takes it out.
inline void set_variable(const char* name, const char* value) {
#ifdef _WIN32
    _putenv_s(name, value == nullptr ? "" : value);
#else
    if (value == nullptr)
        unsetenv(name);
    else
        setenv(name, value, 1);
#endif
}

/// Sets a variable of the environment, or takes it out, and brings back the old value at the end.
class EnvironmentVariable {
public:
    EnvironmentVariable(const char* name, const std::optional<std::string>& value) : name_(name) {
        if (const char* old = std::getenv(name)) old_ = old;
        set_variable(name, value ? value->c_str() : nullptr);
    }
    ~EnvironmentVariable() { set_variable(name_, old_ ? old_->c_str() : nullptr); }
    EnvironmentVariable(const EnvironmentVariable&) = delete;
    EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

private:
    const char* name_;
    std::optional<std::string> old_;
};

}  // namespace support
