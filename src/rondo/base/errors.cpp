#include <rondo/base/errors.hpp>

#include <string_view>

#if __has_include(<cxxabi.h>)
#include <cstdlib>
#include <memory>

#include <cxxabi.h>
#endif

namespace rondo {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

/// The text without what stands in brackets, or the text itself if they do not match.
std::string without_brackets(const std::string& text) {
    std::string outside;
    int depth = 0;
    for (const char character : text) {
        if (character == '(' || character == '<') ++depth;
        if (depth == 0) outside += character;
        if (character == ')' || character == '>') --depth;
        if (depth < 0) return text;
    }
    return depth == 0 ? outside : text;
}

/// `main::{lambda#1}` instead of `main(int, char**)::{lambda(std::string const&)#1}`.
std::string shorter_lambda(const std::string& name) {
    std::string shorter = without_brackets(name);
    replace_all(shorter, "::operator const::", "::");  // of a lambda around this one
    replace_all(shorter, "::operator::", "::");
    return shorter;
}

/// The first argument of the first template in a name.
std::string first_argument(const std::string& name) {
    const auto begin = name.find('<') + 1;
    int depth = 0;
    for (auto end = begin; end < name.size(); ++end) {
        const char character = name[end];
        if (depth == 0 && (character == ',' || character == '>'))
            return name.substr(begin, end - begin);
        if (character == '(' || character == '<' || character == '{') ++depth;
        if (character == ')' || character == '>' || character == '}') --depth;
    }
    return name;
}

/// What a compiler calls a type, without what only a compiler wants to know.
std::string shortened(std::string name) {
    replace_all(name, "std::__cxx11::", "std::");
    replace_all(name, "std::basic_string<char, std::char_traits<char>, std::allocator<char> >",
                "std::string");
    replace_all(name, "(anonymous namespace)::", "");
    // A function that was given together with its arguments: see loop/callback.hpp.
    for (const char* binder : {"rondo::bind_arguments<", "rondo::bind_repeated<"})
        if (name.starts_with(binder)) return shortened(first_argument(name));
    const bool is_lambda = name.ends_with('}') || name.find("::$_") != name.npos;
    return is_lambda ? shorter_lambda(name) : name;
}

}  // namespace

std::string readable_name(const std::type_info& type) {
#if __has_include(<cxxabi.h>)
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
    if (status == 0) return shortened(name.get());
#endif
    return type.name();
}

std::string readable_name(const TypeTag& type) {
    return type.info != nullptr ? readable_name(*type.info) : "a function";
}

namespace {

/// Asks what was thrown, not the object: its class may come from a file without RTTI.
std::string name_of_current_exception([[maybe_unused]] const std::exception& error) {
#if __has_include(<cxxabi.h>)
    return readable_name(*abi::__cxa_current_exception_type());
#else
    return readable_name(typeid(error));
#endif
}

}  // namespace

std::string describe(const std::exception_ptr& exception) {
    if (!exception) return "no exception";
    try {
        std::rethrow_exception(exception);
    } catch (const DescribesItself& error) {
        return error.describe();
    } catch (const std::exception& error) {
        return name_of_current_exception(error) + ": " + error.what();
    } catch (const CancelledError& error) {
        return error.message().empty() ? "rondo::CancelledError"
                                       : "rondo::CancelledError: " + error.message();
    } catch (const KeyboardInterrupt&) {
        return "rondo::KeyboardInterrupt";
    } catch (...) {
        return "an exception that is not derived from std::exception";
    }
}

std::exception_ptr cancellation(std::string_view message) noexcept {
    try {
        throw CancelledError(std::string(message));
    } catch (const CancelledError&) {
        return std::current_exception();
    } catch (...) {
        return std::make_exception_ptr(CancelledError());
    }
}

bool is_cancellation(const std::exception_ptr& exception) {
    try {
        if (exception) std::rethrow_exception(exception);
    } catch (const CancelledError&) {
        return true;
    } catch (...) {}
    return false;
}

}  // namespace rondo
